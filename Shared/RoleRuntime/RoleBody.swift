package import TownModel
package import Wire

/// What makes a role this role: a pure core (`State`, `Event`, `Effect`, `decide`) and the mapping between it and the
/// world. Everything else (listing, watching, tokens, intents, retries, ticks) is `RoleMachine`, written once.
///
/// The runtime drives it over the real bus; the simulator drives the very same body with ports that fail on purpose.
package protocol RoleBody: Sendable {
    associatedtype State: Equatable & Sendable
    associatedtype Event: Equatable & Sendable
    associatedtype Effect: Equatable & Sendable
    /// What its patrol does, one by one.
    associatedtype Reflex: PatrolReflex = WholePatrol

    var role: RoleName { get }

    /// Before anything was listed.
    func initialState() -> State

    /// Pure: no clock, no random, no I/O, no throws. Must do the same for an event told twice.
    func decide(_ state: inout State, _ event: Event, at now: Timestamp) -> [Effect]

    /// The one query that gives the role's whole state.
    func listing() -> ListingQuery

    // Inbox: total functions from the wire to the core's events.

    /// The listing replaces the state: the runtime starts from `initialState()` again before these events.
    func inbox(listing body: [UInt8]) throws(WireError) -> ListedRole<Event>
    func inbox(_ event: TownEvent) -> [Event]
    /// The same for a role of which only its state says which events concern it: what it waits for is in files.
    func inbox(_ event: TownEvent, for state: State) -> [Event]
    /// A command of ours was refused for good (not `busy`, not a silent store): what the core should know.
    func inbox(refused command: CommandDraft, _ error: WireError) -> [Event]
    /// The moment an effect asked to be woken at.
    func inboxTick() -> [Event]
    /// It is on patrol, and this is next.
    func inboxPatrol(_ reflex: Reflex) -> [Event]
    /// Topic prefixes of the signals that this role wants to hear, each beginning with `~`.
    var signals: [String] { get }
    func inbox(signal topic: String, _ bytes: [UInt8]) -> [Event]

    /// How often it looks around by itself.
    var patrol: PatrolPace { get }
    /// The kinds of events, of those that its inbox has a meaning for, that are work for it: they begin the wait between its
    /// patrols anew, unless it caused them itself.
    var work: Set<EventKind> { get }
    /// What its patrol formula says now.
    func patrolPlan() async -> PatrolReading<Reflex>

    // Outbox: what the runtime is to do about an effect.
    func outbox(_ effect: Effect) -> Deed

    // Hands. Both end with events for the core; neither throws: a failure is an event too.

    /// Does what an effect with `.hands` says. The intent is committed before this is called.
    func perform(_ effect: Effect) async -> [Event]
    /// A predecessor's open intent, compared with the world: what became of it.
    func observe(_ intent: Intent) async -> [Event]
}

extension RoleBody {
    package func inbox(_ event: TownEvent, for state: State) -> [Event] { inbox(event) }
    package var signals: [String] { [] }
    package func inbox(signal topic: String, _ bytes: [UInt8]) -> [Event] { [] }
    package func patrolPlan() async -> PatrolReading<Reflex> { .plan(.shipped) }
}

extension RoleBody where Reflex == WholePatrol {
    package func inboxPatrol(_ reflex: WholePatrol) -> [Event] { inboxTick() }
}

package struct ListingQuery: Hashable, Sendable {
    package var verb: String
    package var body: [UInt8]

    package init<Q: Query>(_ query: Q) {
        verb = Q.verb
        body = JSONText.encode(query)
    }
}

/// A listing as the core sees it, with the intents that were open then.
package struct ListedRole<Event: Sendable>: Sendable {
    package var events: [Event]
    package var intents: [Intent]

    package init(events: [Event], intents: [Intent]) {
        self.events = events
        self.intents = intents
    }
}

/// What the runtime does about an effect.
package enum Deed: Hashable, Sendable {
    /// Send a command. Commands with the same `subject` are sent one after the other, each after the answer of the
    /// one before.
    case say(CommandDraft)
    /// Commit the intent, then `perform`. Two with one id are the same: the second is dropped while the first is open.
    case hands(HandsDraft)
    /// Tick at this moment, or earlier.
    case wake(at: Timestamp)
}

/// A command as a core means it.
package struct CommandDraft: Hashable, Sendable {
    package var id: CommandID
    package var verb: String
    package var body: [UInt8]
    /// Orders commands about one thing.
    package var subject: String
    /// Intents it settles in the same transaction.
    package var closes: [CommandID]

    package init<C: Command>(_ command: C, id: CommandID, subject: String, closes: [CommandID] = []) {
        self.id = id
        verb = C.verb
        body = JSONText.encode(command)
        self.subject = subject
        self.closes = closes
    }
}

/// An effect outside the ledger, as it is announced.
package struct HandsDraft: Hashable, Sendable {
    package var intent: CommandID
    package var kind: String
    /// JSON text: all that `observe` needs.
    package var detail: String
    package var subject: String
    /// False for work that leaves nothing behind if it is cut short (building git objects, reading): no intent is
    /// written.
    package var leavesTraces: Bool
    /// True for hands that look, and do more only where they find something: a patrol that led to nothing else was empty.
    package var isLook: Bool

    package init(
        intent: CommandID, kind: String, detail: some Encodable, subject: String, leavesTraces: Bool = true,
        isLook: Bool = false
    ) {
        self.isLook = isLook
        self.intent = intent
        self.kind = kind
        self.detail = JSONText.text(detail)
        self.subject = subject
        self.leavesTraces = leavesTraces
    }
}
