internal import CHost
internal import Glibc
package import TownModel

extension Processes {
    /// Sends a signal to that very process; false when it has ended. Through a pidfd, so that it can't hit a later
    /// process with the same number.
    @discardableResult
    package static func send(_ signal: Int32, to identity: ProcessIdentity) -> Bool {
        let descriptor = gt_pidfd_open(identity.pid)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard isAlive(identity) else { return false }
        return gt_pidfd_send_signal(descriptor, signal) == 0
    }

    /// The words a process was started with; empty when it can't be read (a zombie has none).
    package static func commandLine(of pid: Int32) -> [String] {
        // A process that ends while it is read has no command line: losing the error is right.
        guard let bytes = try? Files.read("/proc/\(pid)/cmdline") else { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where a process is; nil when that can't be read.
    package static func workingDirectory(of pid: Int32) -> String? { Files.linkTarget("/proc/\(pid)/cwd") }

    /// The name of its program, without the folder; nil when that can't be read.
    package static func program(of pid: Int32) -> String? {
        commandLine(of: pid).first?.split(separator: "/").last.map(String.init)
    }

    /// The processes whose program has this name.
    package static func running(_ program: String) -> [Int32] {
        Files.names(in: "/proc").compactMap { Int32($0) }.filter { self.program(of: $0) == program }
    }

    /// Identities of those of these processes that still run.
    package static func identities(of pids: [Int32]) -> [ProcessIdentity] {
        // One that can't be read any more has ended: losing the error is right.
        pids.compactMap { pid in (try? identity(of: pid)) ?? nil }
    }

    /// Ends processes: TERM, and KILL for what is left after the grace. Returns those that are still there.
    package static func end(
        _ processes: [ProcessIdentity], grace: Duration = HostLimits.endGrace
    ) async -> [ProcessIdentity] {
        for process in processes { send(SIGTERM, to: process) }
        return await awaitEnd(of: processes, grace: grace)
    }

    /// Waits for processes that were asked to end already; kills those that did not within the grace, and at once those
    /// that are stopped and so can't hear it.
    package static func awaitEnd(of processes: [ProcessIdentity], grace: Duration) async -> [ProcessIdentity] {
        let deadline = ContinuousClock.now.advanced(by: grace)
        for process in processes where isStopped(process.pid) { send(SIGKILL, to: process) }
        for process in processes {
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            guard await !ProcessWatch.shared.waitForEnd(of: process, within: left) else { continue }
            send(SIGKILL, to: process)
        }
        var left: [ProcessIdentity] = []
        for process in processes
        where await !ProcessWatch.shared.waitForEnd(of: process, within: HostLimits.killWait) { left.append(process) }
        return left
    }
}
