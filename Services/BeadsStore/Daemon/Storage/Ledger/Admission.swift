internal import Hashing
internal import TownModel
internal import Wire

/// Decides who speaks and whether he may: from the key, the role's token and the peer's process, never from what the
/// sender says of itself.
///
/// What it has found out is kept as long as it lives, a batch at most: most commands of a batch have few senders.
struct Admission {
    let database: Database
    private let ports: LedgerPorts
    /// By key.
    private var owners: [String: Speaker] = [:]
    /// Who sent the last one that was looked at, as far as that was found out: also of one that was refused.
    private(set) var recognised: Address?
    /// Processes that run in no session.
    private var outsiders: Set<Int32> = []

    init(database: Database, ports: LedgerPorts) {
        self.database = database
        self.ports = ports
    }

    /// A key or a session was made or ended.
    mutating func forget() {
        owners = [:]
        outsiders = []
    }

    struct Admitted {
        var rule: VerbRule
        var speaker: Speaker
    }

    mutating func admit(_ queued: QueuedRequest) throws(LedgerError) -> Admitted {
        let request = queued.request
        recognised = nil
        guard let rule = Catalogue.verbs[request.verb] else {
            throw .refuse(
                .unknownVerb, "the store knows no command \(request.verb)", about: request.verb,
                hint: "client and store are of different versions: install one of them anew")
        }
        var known = try speaker(of: queued)
        #if DEBUG
            if known == nil, Mutant.active == .keylessIsOverseer { known = Speaker(actor: .overseer) }
        #endif
        guard let speaker = known else {
            throw .refuse(
                .forbidden, "\(request.verb) needs a key: without one a client may only read", about: request.verb,
                hint: "run it as the user who owns the town, or inside a session")
        }
        try Self.check(speaker, sends: rule)
        return Admitted(rule: rule, speaker: speaker)
    }

    /// nil for a reader without a key.
    mutating func admit(question queued: QueuedRequest) throws(LedgerError) -> Speaker? {
        let speaker = try speaker(of: queued)
        if let key = speaker?.remote { try Self.check(key, asks: queued.request) }
        return speaker
    }

    private mutating func speaker(of queued: QueuedRequest) throws(LedgerError) -> Speaker? {
        switch queued.origin {
        case .peer(let pid): try speaker(of: queued.request.headers, pid: pid)
        case .remote(let name): try remote(name, queued.request.headers)
        case .spool(let speaker, _): try admit(spooled: queued.request.verb, of: speaker)
        case .store: .store
        }
    }

    mutating func recognise(_ actor: Address?) { recognised = actor }

    private static func check(_ speaker: Speaker, sends rule: VerbRule) throws(LedgerError) {
        let group = rule.group
        guard Rights.allows(speaker.kind, group) else {
            let who = Rights.kinds(allowed: group).map(\.rawValue)
            throw .refuse(
                .forbidden,
                "\(speaker.actor) may not send \(rule.verb): its group \(group.rawValue) is "
                    + (who.isEmpty ? "the store's own" : "for \(who.joined(separator: ", "))"),
                about: speaker.actor.description, hint: "who may send what: docs/protocol.md, Rights")
        }
        guard !group.needsToken || speaker.role != nil else {
            throw .refuse(
                .forbidden,
                "\(speaker.actor) may not send \(rule.verb): it is for a role that has registered and shows its token",
                about: speaker.actor.description)
        }
        if let key = speaker.remote { try check(key, sends: group, verb: rule.verb) }
    }

    /// nil for a reader without a key.
    private mutating func speaker(of headers: RequestHeaders, pid: Int32?) throws(LedgerError) -> Speaker? {
        guard let key = headers.key else {
            guard headers.actor == nil, headers.role == nil else {
                throw .refuse(.forbidden, "who names an actor or a role must show its key")
            }
            return nil
        }
        guard var speaker = try owner(of: key) else {
            throw .refused(.unknownKey)
        }
        recognise(speaker.actor)
        if let claimed = headers.actor, claimed != speaker.actor {
            throw .refuse(
                .forbidden, "the key is that of \(speaker.actor), not of \(claimed)",
                about: speaker.actor.description)
        }
        if speaker.actor == .overseer, let pid { try refuseInsideSession(pid) }
        if let role = headers.role {
            guard speaker.session == nil else {
                throw .refuse(
                    .forbidden, "a session of \(speaker.actor) is not the service \(role)", about: role.description)
            }
            try checkToken(role, headers.token, of: speaker.actor)
            speaker.role = role
        }
        return speaker
    }

    private mutating func owner(of key: String) throws(LedgerError) -> Speaker? {
        if let known = owners[key] { return known }
        do {
            let found =
                try database.first(
                    "SELECT actor, session FROM keys WHERE hash = ?", [.text(SHA256.hex(key))]
                ) { (row) throws(SQLiteFailure) in
                    Address(row.text(0)).map {
                        Speaker(actor: $0, session: row.optionalText(1).flatMap(Incarnation.init), role: nil)
                    }
                } ?? nil
            owners[key] = found
            return found
        } catch {
            throw .failed(error)
        }
    }

    private func checkToken(_ role: RoleName, _ token: Int64?, of actor: Address) throws(LedgerError) {
        guard role.address == actor else {
            throw .refuse(.forbidden, "the key is that of \(actor), not of the role \(role)", about: role.description)
        }
        #if DEBUG
            if Mutant.active == .noTokenCheck { return }
        #endif
        let current: Int64?
        do {
            current = try database.int("SELECT token FROM roles WHERE name = ?", .text(role.description))
        } catch {
            throw .failed(error)
        }
        guard let current, token == current else {
            throw .refuse(
                .staleToken, "another process of \(role) has registered since", about: role.description,
                hint: "this process must end; the other one goes on")
        }
    }

    /// The overseer's key lies in a file that every process of the user can read: an agent that picks it up is told no.
    private mutating func refuseInsideSession(_ pid: Int32) throws(LedgerError) {
        guard !outsiders.contains(pid) else { return }
        let shims: [Int64: String]
        do {
            let rows = try database.rows(
                "SELECT json_extract(value, '$.shim.pid'), agent FROM sessions WHERE state <> 'ended'"
            ) { (row) throws(SQLiteFailure) in (row.int(0), row.text(1)) }
            shims = Dictionary(rows, uniquingKeysWith: { first, _ in first })
        } catch {
            throw .failed(error)
        }
        for ancestor in shims.isEmpty ? [] : [pid] + ports.ancestors(pid) {
            guard ancestor > 0, let agent = shims[Int64(ancestor)] else { continue }
            recognise(Address(agent))
            throw .refuse(
                .forbidden, "this process runs inside the session of \(agent): the overseer's key is not for it",
                about: agent, hint: "use the session's own key: gt does so by itself where GT_SESSION_DIR is set")
        }
        outsiders.insert(pid)
    }
}

extension Speaker {
    /// The store itself: timers, configuration, refusals.
    static let store = Speaker(actor: .store, session: nil, role: nil)
}
