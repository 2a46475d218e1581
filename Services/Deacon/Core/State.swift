package import Plugins
import ResidentCore
package import TownModel

/// What the Deacon knows of the town's services and of its dogs. Rebuilt by each listing and the heartbeats that follow.
package struct State: Equatable, Sendable {
    package var services: [String: Watched] = [:]
    /// When the ledger's next copy is due; nil until it was looked for.
    package var saveAt: Timestamp?
    /// How often it was looked for.
    package var saves = 0
    package var isSaving = false
    /// The town is: then no dog is started, and none is ended but one that has ended by itself.
    var isStopped = false
    /// Their sessions; the store says when one begins and when it is to end.
    var dogs = ResidentDesk()
    var gates = GateDesk()
    /// The town's own.
    package var plugins = PluginDesk()

    package init() {}
}

/// One service, as its heartbeats show it.
package struct Watched: Equatable, Sendable {
    package var process: ProcessIdentity
    /// nil until it was heard.
    package var turns: Int64?
    /// Heartbeats in a row with the same turns.
    package var beatsWithoutProgress = 0
    /// Heartbeats of the Deacon itself since this service was heard: they come the same way, so the way is open.
    package var ownBeatsSince = 0
    /// How often this very process was to be ended.
    package var endings = 0

    package init(process: ProcessIdentity) { self.process = process }
}
