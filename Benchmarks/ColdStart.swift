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
        let commands: [(name: String, command: [String], goal: Goal?)] = [
            ("git --version", ["/usr/bin/git", "--version"], nil),
            ("gt version", [gt, "version"], nil),
            ("gt bead show", [gt, "bead", "show", created.reply.bead.id.text], .both(median: 15, ratio: 8)),
            ("gt bead ready", [gt, "bead", "ready"], .medianAtMost(17)),
            ("gt status", [gt, "status"], nil),
        ]
        var values = Array(repeating: [Double](), count: commands.count)
        // Interleaved, so that a noisy moment hits all alike.
        for _ in 0..<runs {
            for (index, entry) in commands.enumerated() {
                values[index].append(try Shell.milliseconds(entry.command, environment: town.environment))
            }
        }
        let git = Measurement(name: "", values: values[0], unit: "ms").median
        var report = Report(title: "Cold commands")
        for (index, entry) in commands.enumerated() {
            report.measurements.append(
                Measurement(
                    name: entry.name, values: values[index], unit: "ms",
                    peer: index == 0 ? nil : ("git --version", git), goal: entry.goal))
        }
        return report
    }
}
