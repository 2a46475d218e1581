import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// A new process with warm files: what a person and every agent's hook wait for.
enum ColdStart {
    static let runs = 50

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        let bus = try town.client()
        let created = try await bus.command(
            BeadCreate(title: "cold"), id: CommandID(composed: "bench", "cold"), headers: try town.overseer(),
            within: .seconds(15))
        await bus.close()
        let gt = "\(town.programs)/gt"
        let commands = [
            TurnAbout.Entry(name: "git --version", command: ["/usr/bin/git", "--version"]),
            TurnAbout.Entry(name: "gt version", command: [gt, "version"]),
            TurnAbout.Entry(
                name: "gt bead show", command: [gt, "bead", "show", created.reply.bead.id.text],
                goal: .both(median: 15, ratio: 8)),
            TurnAbout.Entry(name: "gt bead ready", command: [gt, "bead", "ready"], goal: .medianAtMost(17)),
            TurnAbout.Entry(name: "gt status", command: [gt, "status"]),
        ]
        return try TurnAbout(entries: commands, environment: town.environment).measure("Cold commands", runs: runs)
    }
}
