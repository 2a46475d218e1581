import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// Fifty agents at once on a rig of 400 files: from each bead's claim to its agent's first byte, when the last of them is
/// at work, and when all have landed. Beside it: what git takes for as many worktrees of the same files.
enum ManyAgents {
    static let agents = 50
    static let files = 400

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up(files: files, polecats: agents)
        let bus = try town.client()
        let crowd = try await WaitingAgents.begin(agents, in: town, over: bus)
        let working = Date.now.timeIntervalSince1970 * 1000
        try crowd.letGo()
        let times = try await follow(crowd.beads, on: bus, after: crowd.sequence)
        await bus.close()
        let marks = try crowd.beginnings()
        let waits = zip(crowd.beads, marks).compactMap { bead, mark in times.claimed[bead].map { mark - $0 } }
        let peer = try worktrees(town)
        return Report(
            title: "Fifty agents at once, \(files) files",
            measurements: [
                peer,
                Measurement(
                    name: "claim → agent's first byte", values: waits, unit: "ms", goal: .p95Under(1000)),
                Measurement(
                    name: "sling → all \(agents) at work", values: [(marks.max() ?? .nan) - crowd.slungAt], unit: "ms",
                    peer: ("git worktree add, all of them", peer.values.reduce(0, +)), goal: .medianAtMost(30_000)),
                Measurement(
                    name: "let go → all landed, gate `true`", values: [times.landed - working], unit: "ms"),
            ],
            notes: [
                "\(times.landings) landings of \(agents) beads, \(times.attempts) attempts. "
                    + "p95 of claim → first byte: \(trim(Measurement(name: "", values: waits, unit: "").percentile(0.95))) ms."
            ])
    }

    /// What git alone takes for as many worktrees of the same files, one after the other.
    private static func worktrees(_ town: BenchTown) throws -> Measurement {
        let clone = "\(town.root)/peer.git"
        try town.git("clone", "--quiet", "--bare", town.remote, clone)
        let values = try (1...agents).map { number in
            try Shell.milliseconds(
                [
                    "/usr/bin/git", "-C", clone, "worktree", "add", "--quiet", "-b", "peer-\(number)",
                    "\(town.root)/peer-\(number)", "main",
                ], environment: town.environment)
        }
        return Measurement(name: "git worktree add", values: values, unit: "ms")
    }

    private struct Times {
        var claimed: [BeadID: Double] = [:]
        var attempts = 0
        var landings = 0
        var landed = 0.0
    }

    private static func follow(
        _ beads: [BeadID], on bus: any MessageBus, after: Int64
    ) async throws -> Times {
        var times = Times()
        for try await item in EventFeed(bus: bus, after: after) {
            guard case .event(let event?, _, _) = item else { continue }
            let moment = Double(event.time.milliseconds)
            if event.kind == .assignmentClaimed, let bead = event.data.assignment?.bead {
                times.claimed[bead] = moment
                times.attempts += 1
            }
            guard event.kind == .requestLanded else { continue }
            times.landings += 1
            times.landed = moment
            if times.landings == beads.count { return times }
        }
        throw Shell.Failure(command: ["feed"], status: 0, output: "ended after \(times.landings) landings")
    }
}
