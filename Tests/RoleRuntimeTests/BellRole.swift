import RoleRuntime
import Synchronization
import TownModel
import Wire

/// The smallest role there is: it is told names, rings a bell for each (hands), and writes a letter about it (words).
/// What begins with the same letter is about the same thing; bells that
/// begin with q leave nothing behind.
struct BellRole: RoleBody {
    enum Event: Hashable, Sendable {
        case asked(String)
        case rung(String)
        case refused(String)
    }

    enum Effect: Hashable, Sendable {
        case ring(String)
        case write(String)
    }

    let role = RoleName.mayor

    /// Whether a patrol finds something to do.
    static let finds = Mutex(false)

    func initialState() -> [Event] { [] }

    func decide(_ state: inout [Event], _ event: Event, at now: Timestamp) -> [Effect] {
        state.append(event)
        return switch event {
        case .asked(let name): [.ring(name)]
        case .rung(let name): [.write(name)]
        case .refused: []
        }
    }

    func listing() -> ListingQuery { ListingQuery(MayorList()) }

    /// Here the listing's body is a plain list of names; its intents come behind it.
    func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event> {
        let listed = try JSONText.decode(Listed.self, from: body)
        return ListedRole(events: listed.names.map(Event.asked), intents: listed.intents)
    }

    struct Listed: Codable {
        var names: [String] = []
        var intents: [Intent] = []
    }

    func inbox(_ event: TownEvent) -> [Event] { [.asked(event.subject)] }
    func inboxPatrol(_ reflex: WholePatrol) -> [Event] { Self.finds.withLock { $0 } ? [.rung("z")] : [] }
    func inbox(refused command: CommandDraft, _ error: WireError) -> [Event] { [.refused(command.id.text)] }
    func inboxTick() -> [Event] { [] }
    var work: Set<EventKind> { [.beadCreated] }
    var patrol: PatrolPace { PatrolPace(first: .seconds(30), last: .seconds(300)) }

    func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .ring(let name):
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "ring", name), kind: "ring", detail: ["name": name],
                    subject: String(name.prefix(1)), leavesTraces: !name.hasPrefix("q")))
        case .write(let name):
            .say(
                CommandDraft(
                    MailSend(to: [.overseer], subject: name, body: ""), id: CommandID(composed: "wrote", name),
                    subject: String(name.prefix(1)), closes: [CommandID(composed: "ring", name)]))
        }
    }

    func perform(_ effect: Effect) async -> [Event] { [] }
    func observe(_ intent: Intent) async -> [Event] { [] }
}
