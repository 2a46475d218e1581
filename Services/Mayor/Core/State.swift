import ResidentCore
package import TownModel

/// What the Mayor knows: the open convoys, and whether the Deacon was heard. Rebuilt by each listing.
package struct State: Equatable, Sendable {
    package var isStopped = false
    package var convoys: [BeadID: Convoy] = [:]
    /// Members that were asked to be fed, with the attempt: asked again after the next tick.
    var fed: [BeadID: Int] = [:]
    /// Convoys in which nothing can move, since when, and whether somebody was told.
    var stuck: [BeadID: Stuck] = [:]
    var boot = Boot()
    var errands = Errands()
    /// The agent that people talk to in the Mayor's name: a person begins and ends its session.
    var agent = ResidentDesk()

    package init() {}

    struct Stuck: Equatable, Sendable {
        var since: Timestamp
        var isTold = false
    }
}

/// The Mayor's eye on the Deacon.
struct Boot: Equatable, Sendable {
    /// The Deacon as it was heard, or listed, last; nil: there was none yet.
    var process: ProcessIdentity?
    /// nil until it was heard.
    var turns: Int64?
    /// Its heartbeats in a row with the same turns.
    var beatsWithoutProgress = 0
    /// Heartbeats of the Mayor itself since the Deacon was heard: they come the same way, so the way is open.
    var ownBeatsSince = 0
}
