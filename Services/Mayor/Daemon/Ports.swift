package import MayorCore
package import TownModel

/// Ends a Deacon that the kernel still knows, and nobody else.
package protocol DeaconEnder: Sendable {
    /// Never ends another process than this very one.
    func end(_ process: ProcessIdentity) async -> EndOutcome
}
