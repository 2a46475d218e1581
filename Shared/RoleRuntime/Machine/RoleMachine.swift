package import TownModel
internal import Wire

/// What every role does, as one value without I/O: list and watch, decide, say, intend and act, retry, tick.
///
/// One input at a time, each gives the actions to take. The shell (`RoleProcess`) carries them out over the real bus;
/// the simulator carries them out, or fails to, on purpose.
package struct RoleMachine<Body: RoleBody>: Sendable {
    package typealias Input = RoleInput<Body.Event, Body.Reflex>
    package typealias Action = RoleAction<Body.Event, Body.Effect>

    package let body: Body
    /// What the role knows; rebuilt by each listing.
    package internal(set) var state: Body.State
    /// The secret that proves the actor to the store; another one when it was rotated.
    var key: String
    /// Its file is being looked at; and how often it had the same that was refused.
    var isRenewingKey = false
    var keyRefusals = 0
    /// The key that the last registration or listing was asked for with.
    var askedWith: String?

    enum Phase: Sendable {
        /// Not registered, or nothing listed yet.
        case starting
        /// A listing has come; what was left open is being compared with the world first.
        case observing(Observation)
        case live
    }

    /// A listing that waits for the outcomes of the intents which it named.
    struct Observation: Sendable {
        var events: [Body.Event]
        var awaited: Set<CommandID>
        var outcomes: [(intent: CommandID, events: [Body.Event])] = []
    }

    /// What came while no decision could be made.
    enum Told: Sendable {
        case event(TownEvent)
        case core([Body.Event], cause: String)
        case outcome(CommandID, [Body.Event])
    }

    var phase = Phase.starting
    var process: ProcessIdentity?
    var token: Int64?
    var epoch: Int64?
    /// The listing's sequence: older events are in it.
    var listedThrough: Int64 = 0
    /// The latest sequence that any answer was true for: an older listing would take us back.
    var answeredThrough: Int64 = 0

    var queues: [String: SubjectQueue] = [:]
    /// Subjects in the order in which they came, so that the same inputs give the same actions.
    var subjects: [String] = []
    var hands: [CommandID: Hands<Body.Effect>] = [:]
    /// Intents whose outcome was told; the command that settles them is on its way.
    var settling: Set<CommandID> = []
    /// Settled since the listing on its way was asked for: it may still name them.
    var settledMeanwhile: Set<CommandID> = []
    var backlog: [Told] = []
    /// Decided on since the listing on its way was asked for: it may be older than they are.
    var toldMeanwhile: [TownEvent] = []

    var clock = RoleClock()
    var rounds = PatrolRounds<Body.Reflex>()
    var patrols = PatrolCount()
    /// Its formula is being read; and somebody has asked for it meanwhile.
    var isReadingPlan = false
    var wantsPlanAgain = false
    var asking: CommandID?
    var requestsMade: Int64 = 0
    var isFollowing = false
    var hasEnded = false
    var actions: [Action] = []

    package init(_ body: Body, key: String) {
        self.body = body
        self.key = key
        state = body.initialState()
    }

    /// Whether the first listing is decided on: the role is useful.
    package var isLive: Bool {
        if case .live = phase { return true }
        return false
    }

    /// Takes one input in and gives what is to be done about it.
    package mutating func take(_ input: Input, at now: Timestamp) -> [Action] {
        guard !hasEnded else { return [] }
        actions = []
        if clock.turn(to: now) { clockWentBack(to: now) }
        switch input {
        case .start(let process):
            self.process = process
            readPlan()
        case .answered(let id, let answer): answered(id, answer, at: now)
        case .told(let event): told(event, at: now)
        case .gone: wantListing(at: now)
        case .heard(let topic, let bytes):
            if heardItself(topic, bytes, at: now) { break }
            tell(.core(body.inbox(signal: topic, bytes), cause: topic), at: now)
        case .plan(let reading): planRead(reading)
        case .performed(let intent, let events): performed(intent, events, at: now)
        case .observed(let intent, let events): observed(intent, events, at: now)
        case .key(let found): keyFound(found)
        case .tick: clock.armed = nil
        }
        if !hasEnded { pump(at: now) }
        return actions
    }

    /// Nothing waits for a moment that was meant on another clock.
    private mutating func clockWentBack(to now: Timestamp) {
        wantListing(at: now)
        for subject in subjects {
            guard case .command(var head) = queues[subject]?.words.first, !head.isInFlight else { continue }
            head.retryAt = nil
            queues[subject]?.words[0] = .command(head)
        }
    }

    mutating func told(_ event: TownEvent, at now: Timestamp) {
        if let epoch, event.epoch != epoch { return wantListing(at: now) }
        guard event.sequence > listedThrough else { return }
        tell(.event(event), at: now)
    }

    /// Decides at once, or later when no state is there to decide on.
    mutating func tell(_ told: Told, at now: Timestamp) {
        if case .live = phase { return decide(told, at: now) }
        backlog.append(told)
        if backlog.count > RuntimeLimits.backlogMax {
            backlog = backlog.filter { if case .outcome = $0 { true } else { false } }
            wantListing(at: now)
        }
    }

    mutating func decide(_ told: Told, at now: Timestamp) {
        switch told {
        case .event(let event):
            guard event.sequence > listedThrough else { return }
            if asking != nil { toldMeanwhile.append(event) }
            let events = body.inbox(event, for: state)
            if isWork(event), !events.isEmpty { clock.patrol.workCame(body.patrol, at: now) }
            run(events, cause: "\(event.epoch)-\(event.sequence)", at: now)
        case .core(let events, let cause): run(events, cause: cause, at: now)
        case .outcome(let intent, let events): runPerformed(intent, events, at: now)
        }
    }

    /// Patrols are begun anew by what the role is there for, and by nothing that it does itself: neither its own events nor
    /// its hands, and no heartbeat, keep it awake.
    private func isWork(_ event: TownEvent) -> Bool {
        event.actor != body.role.address && body.work.contains(event.kind)
    }

    /// `led`: what led to it as others can look it up, where `cause` is a word of this process alone.
    ///
    /// - Returns: how many effects it led to that do something.
    @discardableResult
    mutating func run(_ events: [Body.Event], cause: String, led: String? = nil, at now: Timestamp) -> Int {
        var deeds = 0
        for event in events {
            let effects = body.decide(&state, event, at: now)
            actions.append(.decided(event, effects, cause: cause))
            for effect in effects where carry(effect, cause: led ?? cause, at: now) { deeds += 1 }
        }
        return deeds
    }

    /// False when it only looks, or waits.
    private mutating func carry(_ effect: Body.Effect, cause: String, at now: Timestamp) -> Bool {
        switch body.outbox(effect) {
        case .say(let draft):
            say(draft, .say, cause: cause)
            return true
        case .hands(let draft):
            intend(draft, effect, cause: cause)
            return !draft.isLook
        case .wake(let moment):
            clock.wakes.insert(moment)
            return false
        }
    }

    mutating func end(_ status: ExitStatus, _ sentence: String) {
        hasEnded = true
        actions.append(.exit(ServiceFailure(status, sentence)))
    }
}
