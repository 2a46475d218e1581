import Host
import SessionHost
import TownModel

/// Simulated towns have no crew and no dogs: nobody asks for a session of one, and no rule may begin any.
struct SimResidents: ResidentSessions {
    func furnish(_ resident: Resident) async throws(HostError) -> String { preconditionFailure("\(resident.agent)") }

    func start(_ resident: Resident) async throws(HostError) -> ProcessIdentity? {
        preconditionFailure("\(resident.agent)")
    }

    func waitForEnd(of shim: ProcessIdentity) async -> Bool { preconditionFailure("\(shim)") }

    func end(_ resident: Resident) async throws(HostError) -> Int32? { preconditionFailure("\(resident.agent)") }
}
