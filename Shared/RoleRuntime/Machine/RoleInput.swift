package import TownModel
package import Wire

/// Everything that can happen to a role, one at a time.
package enum RoleInput<Event: Equatable & Sendable, Reflex: PatrolReflex>: Equatable, Sendable {
    /// The process holds the lock and can reach the bus.
    case start(ProcessIdentity)
    /// What became of a `send`; nil: nobody answered within `RuntimeLimits.requestWait`.
    case answered(CommandID, Answer?)
    /// An event of the role's stream; may be old or told before.
    case told(TownEvent)
    /// The feed can't go on from where it was: list the state.
    case gone
    case heard(topic: String, bytes: [UInt8])
    /// What a `perform` ended with.
    case performed(CommandID, [Event])
    /// What an `observe` found; empty: nothing of it was done.
    case observed(CommandID, [Event])
    /// What was found where the role's patrol formula is looked for.
    case plan(PatrolReading<Reflex>)
    /// What the key's file has now; nil when it has none.
    case key(String?)
    /// The moment of the last `arm`.
    case tick
}

/// What the shell is to do; the machine itself touches nothing.
package enum RoleAction<Event: Equatable & Sendable, Effect: Equatable & Sendable>: Equatable, Sendable {
    /// Ask the store; tell what it said as `answered`.
    case send(Request)
    /// Follow the feed of the role's stream from this sequence on. Said once: a feed heals itself, and what it can't
    /// is `gone`.
    case follow(after: Int64)
    /// Its intent is committed (or it needs none): do it, tell `performed`.
    case perform(CommandID, Effect)
    /// A predecessor announced it: compare with the world, tell `observed`.
    case observe(Intent)
    /// Tell `tick` at this moment; replaces the moment before.
    case arm(at: Timestamp)
    /// The store does not know the key (any more): read its file again, tell `key`.
    case renewKey
    /// Look for the role's patrol formula, tell `plan`.
    case readPlan
    /// A word to whoever listens.
    case signal(Request)
    /// A patrol is over: for the log, if it did something.
    case patrolled(PatrolReport)
    /// For the log.
    case decided(Event, [Effect], cause: String)
    /// A command was refused for good: for the log, the core has been told.
    case refused(CommandDraft, WireError)
    /// End the process.
    case exit(ServiceFailure)
}
