package import DeaconCore
package import TownModel

/// Ends processes that the kernel still knows, and only those.
package protocol ProcessEnder: Sendable {
    /// Never ends another process than this very one.
    func end(_ process: ProcessIdentity) async -> EndOutcome
}
