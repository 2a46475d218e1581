/// The Mayor's patience.
package enum Limits {
    /// The Deacon is frozen when it says so often, every 10 s, that its loop did not turn …
    static let deaconBeatsWithoutProgressMax = 3
    /// … or when the Mayor heard itself so often and the Deacon not at all: more than 30 s.
    static let ownBeatsMax = 4
    /// A Deacon that is neither heard nor there for 3 minutes: its supervisor gave up, and a person is told. Below the
    /// age of a listing, with which the count begins again.
    static let ownBeatsUntilTold = 18
    /// A convoy in which nothing is ready, on a hook or deferred for so long needs a person.
    static let stuckMax: Duration = .seconds(600)
    /// An errand of an escalation is begun so often: again only when a process died on it and left no word of its end.
    static let tellingsMax = 2
    /// Titles named in an escalation: more don't help.
    static let namedMax = 5
    /// The patrol: feeding that was refused is tried again; everything else comes by events.
    package static let patrolFirst: Duration = .seconds(60)
    package static let patrolLast: Duration = .seconds(300)
}
