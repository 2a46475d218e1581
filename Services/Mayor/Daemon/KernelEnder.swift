import Host
package import MayorCore
package import TownModel

/// SIGKILL through a pidfd: a process that has ended meanwhile, or whose number belongs to another, is never hit.
package struct KernelEnder: DeaconEnder {
    package init() {}

    package func end(_ process: ProcessIdentity) async -> EndOutcome {
        do {
            return try Processes.kill(process) ? .killed : .absent
        } catch {
            return .failed("\(error)")
        }
    }
}
