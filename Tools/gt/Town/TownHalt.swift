import Glibc
import Host
import Wire

/// Stops everything where it stands, with nobody's help: the file first, then the agents, then the store if it answers.
struct TownHalt {
    let agentsFrozen: Int
    /// False when the store does not answer: the file holds without it.
    let storeTold: Bool

    init(reason: String, _ client: TownClient) async throws {
        let layout = client.layout
        try Files.writeAtomically(reason + "\n", to: layout.stopFile)
        agentsFrozen = RunningAgents(layout: layout).signal(SIGSTOP)
        do throws(CommandFailure) {
            _ = try await client.command(TownStop(reason: reason))
            storeTold = true
        } catch {
            guard error.status == .tryAgain || error.status == .away else { throw error }
            storeTold = false
        }
    }
}
