/// The Deacon's patience, counted in heartbeats (10 s each), not on a clock that may jump.
package enum Limits {
    /// A service that says three times that its loop did not turn is frozen.
    static let beatsWithoutProgressMax = 3
    /// A service not heard while the Deacon heard itself so often is silent: more than 30 s.
    static let ownBeatsMax = 4
    /// Its own round, when nothing happens: doubles up to the second value.
    package static let patrolFirst: Duration = .seconds(60)
    package static let patrolLast: Duration = .seconds(900)
    /// After a copy that failed: the disk may have room again by then.
    static let saveAgain: Duration = .seconds(3600)
    /// Gates that are looked at at the same time: each is a program that may take a minute.
    static let looksMax = 4
    /// After a look that could not even ask what the gate is.
    static let lookAgain: Duration = .seconds(30)
    /// The service that it is itself.
    package static let ownName = "deacon"
}
