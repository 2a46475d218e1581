package import TownModel

/// Ends processes that the kernel still knows, and only those: the hands of who looks after services that stand still.
package protocol ProcessEnder: Sendable {
    /// Never ends another process than this very one.
    func end(_ process: ProcessIdentity) async -> EndOutcome
}

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
