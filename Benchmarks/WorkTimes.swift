import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// From `sling` to the agent's first byte, and from its `done` to the landing, with the gate `true`: one bead after the
/// other through the whole town.
enum WorkTimes {
    static let beads = 20

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up()
        let bus = try town.client()
        let headers = try town.overseer()
        var (started, landed, whole): ([Double], [Double], [Double]) = ([], [], [])
        for number in 1...beads {
            let mark = "\(town.root)/started-\(number)"
            let text = "```sh\ndate +%s%N > \(mark)\necho \(number) > file\(number).txt\n```"
            let bead = try await bus.command(
                BeadCreate(rig: RigName("web"), title: "bead \(number)", description: text),
                id: CommandID(composed: "bench", "create", "\(number)"), headers: headers, within: .seconds(15))
            let id = bead.reply.bead.id
            let slung = Date.now.timeIntervalSince1970 * 1000
            _ = try await bus.command(
                WorkSling(beads: [id], noConvoy: true), id: CommandID(composed: "bench", "sling", "\(number)"),
                headers: headers, within: .seconds(15))
            let times = try await follow(id, on: bus, after: bead.headers.sequence)
            let nanoseconds = try String(contentsOfFile: mark, encoding: .utf8)
            guard let first = Double(nanoseconds.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Shell.Failure(command: ["date"], status: 0, output: nanoseconds)
            }
            started.append(first / 1_000_000 - slung)
            landed.append(times.landed - times.submitted)
            whole.append(times.landed - slung)
        }
        await bus.close()
        let peers = try peers(town)
        return Report(
            title: "From sling to landed",
            measurements: [
                peers.worktree,
                Measurement(
                    name: "sling → agent's first byte", values: started, unit: "ms",
                    peer: ("git worktree add", peers.worktree.median)),
                peers.push,
                Measurement(
                    name: "done → landed, gate `true`", values: landed, unit: "ms",
                    peer: ("git push", peers.push.median)),
                Measurement(name: "sling → landed, all of it", values: whole, unit: "ms"),
            ])
    }

    /// The moments, in milliseconds since 1970, of two events of a bead's request, as they were committed.
    private static func follow(
        _ bead: BeadID, on bus: any MessageBus, after: Int64
    ) async throws -> (submitted: Double, landed: Double) {
        var submitted: Double?
        for try await item in EventFeed(bus: bus, after: after) {
            guard case .event(let event?, _, _) = item, event.data.request?.bead == bead else { continue }
            if event.kind == .requestSubmitted { submitted = Double(event.time.milliseconds) }
            if event.kind == .requestLanded, let submitted {
                return (submitted, Double(event.time.milliseconds))
            }
        }
        throw Shell.Failure(command: ["feed"], status: 0, output: "ended before \(bead) landed")
    }

    /// What git alone takes for the same: a worktree, and a push of one commit to the same remote.
    private static func peers(_ town: BenchTown) throws -> (worktree: Measurement, push: Measurement) {
        let clone = "\(town.root)/peer.git"
        try town.git("clone", "--quiet", "--bare", town.remote, clone)
        var (worktrees, pushes): ([Double], [Double]) = ([], [])
        for number in 1...beads {
            worktrees.append(
                try Shell.milliseconds(
                    [
                        "/usr/bin/git", "-C", clone, "worktree", "add", "--quiet", "-b", "peer-\(number)",
                        "\(town.root)/peer-\(number)", "main",
                    ], environment: town.environment))
            let head = try town.git("-C", clone, "rev-parse", "main")
            let next = try town.git("-C", clone, "commit-tree", "-p", head, "-m", "next", "\(head)^{tree}")
            try town.git("-C", clone, "update-ref", "refs/heads/main", next)
            pushes.append(
                try Shell.milliseconds(
                    ["/usr/bin/git", "-C", clone, "push", "--quiet", town.remote, "main"],
                    environment: town.environment))
        }
        return (
            Measurement(name: "git worktree add", values: worktrees, unit: "ms"),
            Measurement(name: "git push", values: pushes, unit: "ms")
        )
    }
}
