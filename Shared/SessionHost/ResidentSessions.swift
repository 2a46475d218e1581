package import Host
package import TownModel

/// The sessions of residents. Each call may find that a predecessor did it: doing a thing twice is the same as once.
package protocol ResidentSessions: Sendable {
    /// Writes the directory of the session that is asked for; gives its key, the same each time.
    func furnish(_ resident: Resident) async throws(HostError) -> String

    /// Starts the shim, or finds that it was started. nil: the town is stopped at this moment.
    func start(_ resident: Resident) async throws(HostError) -> ProcessIdentity?

    /// Returns when the process has ended; false when the wait was called off.
    func waitForEnd(of shim: ProcessIdentity) async -> Bool

    /// Sees to it that no process of the session is left and none can start; gives the recorded exit status.
    func end(_ resident: Resident) async throws(HostError) -> Int32?
}
