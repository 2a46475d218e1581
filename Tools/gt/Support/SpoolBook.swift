import Host
import TownModel
import Wire

/// What lies in a town's spool, read without the store.
struct SpoolBook {
    private let spool: Spool

    init(_ layout: TownLayout) { spool = Spool(layout) }

    /// Waiting first, each oldest first.
    func entries() throws(CommandFailure) -> [SpoolEntry] {
        do throws(HostError) {
            var found: [SpoolEntry] = []
            for name in try spool.names() {
                switch try spool.read(name) {
                case .gone: break
                case .command(let command): found.append(SpoolEntry(name: name, state: .waiting, command: command))
                case .unfit(let reason):
                    found.append(SpoolEntry(name: name, state: .waiting, refusal: WireError(.invalid, reason)))
                }
            }
            return found + (try spool.refused().map(SpoolEntry.init))
        } catch {
            throw CommandFailure(error)
        }
    }

    /// By its command's id or its file's name; of several with one id the one that was set aside last.
    func find(_ text: String, refusedOnly: Bool) throws(CommandFailure) -> SpoolEntry {
        let all = try entries()
        guard let found = all.last(where: { $0.name == text || $0.id?.text == text }) else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no \(text) in the spool", about: text, hint: "gt spool list")
        }
        guard !refusedOnly || found.state == .refused else {
            throw CommandFailure(
                .refused, code: "conflict", "\(text) waits to be carried out: it was not set aside", about: text,
                hint: "gt up brings the store back, which carries it out")
        }
        return found
    }

    func retry(_ entry: SpoolEntry) throws(CommandFailure) {
        guard entry.command != nil else {
            throw CommandFailure(
                .badData, code: "invalid", "\(entry.name) can't be read, so it can't be said again", about: entry.name,
                hint: "gt spool show \(entry.name) says why; gt spool drop \(entry.name) forgets it")
        }
        do {
            try spool.retry(entry.refused, at: Surroundings.now)
        } catch {
            throw CommandFailure(error)
        }
    }

    func drop(_ entry: SpoolEntry) throws(CommandFailure) {
        do {
            try spool.drop(entry.refused)
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// One command of the spool, for people and programs.
struct SpoolEntry: Encodable {
    enum State: String, Encodable { case waiting, refused }

    var name: String
    var state: State
    var id: CommandID?
    var verb: String?
    var actor: Address?
    var session: Incarnation?
    var acceptedAt: Timestamp?
    var refusedAt: Timestamp?
    /// Why it was refused, or can't be read.
    var refusal: WireError?
    /// What the command says, as JSON.
    var body: String?
    fileprivate let command: SpooledCommand?
    fileprivate let refused: RefusedEntry

    init(name: String, state: State, command: SpooledCommand? = nil, refusal: WireError? = nil) {
        self.init(RefusedEntry(name: name, command: command, refusal: nil))
        self.state = state
        self.refusal = refusal
    }

    init(_ refused: RefusedEntry) {
        self.refused = refused
        command = refused.command
        name = refused.name
        state = .refused
        id = command?.id
        verb = command?.verb
        actor = command?.actor
        session = command?.session
        acceptedAt = command?.acceptedAt
        refusedAt = refused.refusal?.at
        refusal = refused.refusal?.error
        body = command?.body
    }

    private enum CodingKeys: String, CodingKey {
        case name, state, id, verb, actor, session, acceptedAt, refusedAt, refusal, body
    }
}

/// How much lies in the spool.
struct SpoolCount: Encodable, Hashable {
    let waiting: Int
    let refused: Int

    /// nil when there is nothing.
    init?(_ layout: TownLayout) throws(CommandFailure) {
        let (waiting, refused): (Int, Int)
        do {
            (waiting, refused) = (try Spool(layout).names().count, try Spool(layout).refused().count)
        } catch {
            throw CommandFailure(error)
        }
        guard waiting + refused > 0 else { return nil }
        (self.waiting, self.refused) = (waiting, refused)
    }

    /// One line.
    var sentence: String {
        [
            waiting > 0 ? "\(waiting) commands wait in the spool" : nil,
            refused > 0 ? "\(refused) commands of the spool were refused: gt spool list" : nil,
        ].compactMap(\.self).joined(separator: "; ")
    }
}
