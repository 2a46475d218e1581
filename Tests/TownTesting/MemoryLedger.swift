package import LedgerStorage
package import TownModel
package import Wire

/// A real ledger in memory, with keys for the overseer and every service and, if wanted, a rig `gastown`: what tests
/// and the simulator speak to in the place of a store process.
///
/// Not Sendable: one thread, or one lock around it.
package final class MemoryLedger {
    package private(set) var ledger: Ledger
    package var now: Timestamp
    /// Everything that was published, in order.
    package private(set) var published: [LoggedEvent] = []
    package var heard: [String: HeardService] = [:]
    private var tokens: [RoleName: Int64] = [:]
    private var serial = 0
    /// Whether each event is held against its schema: the simulator has too many of them.
    private let checksEvents: Bool

    package static let start = Timestamp(milliseconds: 1_800_000_000_000)

    package init(
        now: Timestamp = MemoryLedger.start, rig: String? = "gastown", prefix: String = "gt",
        ports: LedgerPorts = .none, checksEvents: Bool = true
    ) throws {
        self.now = now
        self.checksEvents = checksEvents
        ledger = try Ledger.open(
            at: .memory, founding: Founding(townID: "town-1", townName: "Testing"), ports: ports, now: now)
        try grantKeys()
        if let rig, let name = RigName(rig) { try addRig(name, prefix: prefix) }
    }

    /// The secret that stands for an address here: no secret at all.
    package static func key(of address: Address) -> String { "key of \(address)" }

    package func addRig(_ name: RigName, prefix: String, remote: String? = nil) throws {
        try send(RigAdd(name: name, prefix: prefix, remote: remote))
        try grantKeys()
    }

    private func grantKeys() throws {
        try ledger.grant(
            try ledger.keyHolders().map { KeyGrant(actor: $0, secret: Self.key(of: $0)) }, at: now)
    }

    /// What was not committed is gone; what was, is there. Roles must register anew only if they want to.
    package func crash() { ledger = ledger.crashed() }

    // Raw requests, as they come from a bus.

    /// - Parameter remote: the key with which it came over TCP.
    package func answer(_ request: Request, pid: Int32? = nil, remote: KeyName? = nil) throws -> Answer {
        let queued = QueuedRequest(request: request, pid: pid, remote: remote)
        guard request.kind == .command else { return try ledger.answer(queued, heard: heard, at: now) }
        return try execute([queued])[0]
    }

    package func execute(_ batch: [QueuedRequest]) throws -> [Answer] {
        let outcome = try ledger.execute(batch, at: now)
        try publish(outcome.events)
        return outcome.answers
    }

    /// As the store's process does it: commits, then lets everybody be told of it, then answers one after the other.
    package func serve(
        _ requests: [Request], tell: () throws -> Void, answer: (Int, Answer) throws -> Void
    ) throws {
        try ledger.serve(
            requests.map { QueuedRequest(request: $0, pid: nil) }, at: now,
            tell: { outcome in
                try publish(outcome.events)
                try tell()
            }, answer: { try $0.enumerated().forEach(answer) })
    }

    @discardableResult
    package func fireTimers() throws -> [LoggedEvent] {
        let outcome = try ledger.fireTimers(at: now)
        try publish(outcome.events)
        return outcome.events
    }

    /// What a ledger says is what the schemas in docs say it is.
    private func publish(_ events: [LoggedEvent]) throws {
        if checksEvents { for event in events { try LedgerEvents.check(event.bytes) } }
        published += events
    }

    /// What the store's process does with a file of settings that it has read.
    package func apply(_ file: ConfigApply) throws { try publish(ledger.execute(file, at: now).events) }

    // Typed requests. A refusal is thrown as its `WireError`.

    /// As the overseer.
    @discardableResult
    package func send<C: Command>(_ command: C, id: String? = nil) throws -> C.Reply {
        try send(command, id: id, headers: RequestHeaders(key: Self.key(of: .overseer)))
    }

    /// As a role with its current token; registers it when it has not been yet.
    @discardableResult
    package func send<C: Command>(
        _ command: C, as role: RoleName, id: String? = nil, cause: String? = nil, closes: [CommandID]? = nil
    ) throws -> C.Reply {
        let token = try tokens[role] ?? register(role)
        let headers = RequestHeaders(
            key: Self.key(of: role.address), role: role, token: token, cause: cause, closes: closes)
        return try send(command, id: id, headers: headers)
    }

    /// With the secret of a session, as given in `assignment.prepared`.
    @discardableResult
    package func send<C: Command>(_ command: C, sessionKey: String, id: String? = nil) throws -> C.Reply {
        try send(command, id: id, headers: RequestHeaders(key: sessionKey))
    }

    package func send<C: Command>(_ command: C, id: String?, headers: RequestHeaders) throws -> C.Reply {
        let request = Request(
            id: try commandID(id), kind: .command, verb: C.verb, headers: headers, body: JSONText.encode(command))
        return try decode(C.Reply.self, answer(request))
    }

    @discardableResult
    package func register(_ role: RoleName, pid: Int32 = 100, host: String = "here") throws -> Int64 {
        let process = ProcessIdentity(host: host, bootID: "boot-1", pid: pid, startTicks: 1)
        let headers = RequestHeaders(key: Self.key(of: role.address))
        let token = try send(RoleRegister(role: role, process: process), id: nil, headers: headers).token
        tokens[role] = token
        return token
    }

    package func ask<Q: Query>(_ query: Q, key: String? = nil) throws -> Q.Reply {
        let request = Request(
            id: try commandID(nil), kind: .query, verb: Q.verb, headers: RequestHeaders(key: key),
            body: JSONText.encode(query))
        return try decode(Q.Reply.self, answer(request))
    }

    /// With a remote's key.
    @discardableResult
    package func send<C: Command>(_ command: C, remote: KeyName) throws -> C.Reply {
        let request = Request(id: try commandID(nil), kind: .command, verb: C.verb, body: JSONText.encode(command))
        return try decode(C.Reply.self, answer(request, remote: remote))
    }

    /// With a remote's key.
    package func ask<Q: Query>(_ query: Q, remote: KeyName) throws -> Q.Reply {
        let request = Request(id: try commandID(nil), kind: .query, verb: Q.verb, body: JSONText.encode(query))
        return try decode(Q.Reply.self, answer(request, remote: remote))
    }

    private func decode<Reply: Decodable>(_ type: Reply.Type, _ answer: Answer) throws -> Reply {
        switch answer.result {
        case .ok(let body): return try JSONText.decode(type, from: body)
        case .error(let error): throw error
        }
    }

    private func commandID(_ text: String?) throws -> CommandID {
        serial += 1
        guard let id = CommandID(text ?? "test/\(serial)") else {
            throw WireError(.invalid, "not a command id: \(text ?? "")")
        }
        return id
    }
}
