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

    package init() {}

    struct Stuck: Equatable, Sendable {
        var since: Timestamp
        var isTold = false
    }
}

/// The Mayor's eye on the Deacon: turns of its loop, compared from one look to the next.
struct Boot: Equatable, Sendable {
    /// The Deacon's last word; nil: not heard since this state began.
    var turns: DeaconTurns?
    var seenAtLastLook: DeaconTurns?
    var nextLook: Timestamp?
    /// Looks in a row without progress: one may be a jump of the clock.
    var looksWithoutProgress = 0
    var isTold = false
}

/// Of one process of the Deacon.
package struct DeaconTurns: Equatable, Sendable {
    package var process: ProcessIdentity
    package var turns: Int64

    package init(process: ProcessIdentity, turns: Int64) {
        self.process = process
        self.turns = turns
    }
}
