import Glibc
import Host
import TownModel

/// Git processes that a Refinery before this one started in a repository and that have outlived it: a push that hangs,
/// a ref being moved. They are ended before anything is compared with the world, so that what is seen stays true.
///
/// Known by what the kernel says of them: they work in the repository with the Refinery's mark in their environment
/// and are no descendants of this process, which holds the role's lock and so is the only Refinery.
struct PredecessorHands {
    let repository: String

    func end() async throws(HostError) {
        let found = try pids()
        // SIGTERM first: git removes its lock files on it. All at once, then one grace for all.
        for identity in found { kill(identity.pid, SIGTERM) }
        try await wait(for: found, within: HandsLimits.graceOfPredecessor)
        let left = found.filter(Processes.isAlive)
        for identity in left { kill(identity.pid, SIGKILL) }
        try await wait(for: left, within: HandsLimits.killWait)
        if let stuck = left.first(where: Processes.isAlive) {
            throw .unreadable(path: "/proc/\(stuck.pid)", reason: "git of an earlier refinery can't be ended")
        }
    }

    private func wait(for processes: [ProcessIdentity], within limit: Duration) async throws(HostError) {
        for identity in processes { _ = await ProcessWatch.shared.waitForEnd(of: identity, within: limit) }
    }

    private func pids() throws(HostError) -> [ProcessIdentity] {
        let own = Set(Processes.descendants(of: getpid()) + [getpid()])
        let place = Files.resolved(repository) ?? repository
        let mark = "GT_REF_WRITER=\(Git.RefWriter.refinery.rawValue)"
        var found: [ProcessIdentity] = []
        for pid in Files.names(in: "/proc").compactMap({ Int32($0) }) where !own.contains(pid) {
            guard Files.linkTarget("/proc/\(pid)/cwd") == place else { continue }
            // A process that ends while it is read, or is another user's, is none of ours.
            guard let environment = try? Files.read("/proc/\(pid)/environ"),
                environment.split(separator: 0).contains(where: { String(decoding: $0, as: UTF8.self) == mark }),
                let identity = try Processes.identity(of: pid)
            else { continue }
            found.append(identity)
        }
        return found
    }
}
