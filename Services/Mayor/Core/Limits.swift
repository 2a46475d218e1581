/// The Mayor's patience.
package enum Limits {
    /// Between two looks at the Deacon (design: Boot, every 5 minutes).
    static let bootPeriod: Duration = .seconds(300)
    /// A look that saw no progress is repeated after so long before anybody is told: several heartbeats fit in.
    static let bootSecondLook: Duration = .seconds(60)
    /// A convoy in which nothing is ready, on a hook or deferred for so long needs a person.
    static let stuckMax: Duration = .seconds(600)
    /// Titles named in an escalation: more don't help.
    static let namedMax = 5
    /// The patrol: feeding that was refused is tried again; everything else comes by events.
    package static let patrolFirst: Duration = .seconds(60)
    package static let patrolLast: Duration = .seconds(300)
}
