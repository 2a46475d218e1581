import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// What people ask again and again, in a town that is full: a hundred agents at work, ten thousand beads in their rig. New
/// processes, in turns.
enum FullTown {
    static let agents = 100
    static let beads = 10_000

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up(polecats: agents)
        var fixture = LedgerFixture(count: beads, seed: 42)
        for (number, text) in fixture.files().enumerated() {
            let path = "\(town.root)/\(number).jsonl"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try town.gt("bead", "import", path, "--rig", "web")
        }
        let bus = try town.client()
        _ = try await WaitingAgents.begin(agents, in: town, over: bus)
        await bus.close()
        let gt = "\(town.programs)/gt"
        let commands = [
            TurnAbout.Entry(name: "git --version", command: ["/usr/bin/git", "--version"]),
            TurnAbout.Entry(name: "gt status", command: [gt, "status"], goal: .medianAtMost(50)),
            TurnAbout.Entry(name: "gt agents", command: [gt, "agents"]),
            TurnAbout.Entry(name: "gt bead ready", command: [gt, "bead", "ready"]),
            TurnAbout.Entry(name: "gt audit", command: [gt, "audit"]),
        ]
        var report = try TurnAbout(entries: commands, environment: town.environment).measure(
            "A full town, cold: \(agents) agents at work, \(beads) beads", runs: ColdStart.runs)
        report.notes.append(
            "The agents are scripts that wait, each in a worktree of rig web with a session of its own; the beads are "
                + "the fixture of the ledger's tables, in that rig.")
        return report
    }
}
