package import DeaconCore
import Host
package import TownModel

/// SIGKILL through a pidfd: a process that has ended meanwhile, or whose number belongs to another, is never hit.
package struct KernelEnder: ProcessEnder {
    package init() {}

    package func end(_ process: ProcessIdentity) async -> EndOutcome {
        do {
            return try Processes.kill(process) ? .killed : .absent
        } catch {
            return .failed("\(error)")
        }
    }
}
