package import Plugins
package import ResidentCore
package import TownModel

/// What the Deacon is told.
package enum Event: Equatable, Sendable {
    /// The services that ever registered, from a snapshot.
    case listed([String: ProcessIdentity])
    case beat(service: String, process: ProcessIdentity, turns: Int64)
    /// What became of an `end`.
    case ended(service: String, process: ProcessIdentity, EndOutcome)
    /// What became of a `save`: a sound copy stands; the next is due then.
    case saved(next: Timestamp)
    case notSaved(reason: String)
    /// A moment that an effect asked to be woken at.
    case tick
    /// On patrol, this is next.
    case patrol(DeaconReflex)
    /// All dogs, and the sessions that they have, from a snapshot.
    case dogs([Resident], [Session], isStopped: Bool)
    /// About one of them.
    case dog(ResidentEvent)
    /// Gates of molecules that are to be looked at, from a snapshot.
    case gates([GateLook])
    /// One more.
    case gate(GateLook)
    /// What became of a look.
    case looked(GateLook, GateFinding)
    /// What the ledger knows of the town's plugins, from a snapshot.
    case plugins([PluginState])
    /// About them.
    case plugin(PluginEvent)
    case stopped
    case thawed
}

/// What the Deacon wants done.
package enum Effect: Equatable, Sendable {
    /// End this very process if it is still there; its supervisor starts another.
    case end(service: String, process: ProcessIdentity, time: Int)
    case escalate(service: String, process: ProcessIdentity, text: String)
    /// See that the ledger has a copy that is young enough.
    case save(time: Int)
    /// A person must see to the copies.
    case unsaved(text: String, at: Timestamp)
    /// See whether the gate is open.
    case look(GateLook)
    case sayLooked(GateLook, isOpen: Bool, note: String?)
    case wake(at: Timestamp)
    /// For a dog.
    case dog(ResidentEffect)
    /// For a plugin.
    case plugin(PluginEffect)
}
