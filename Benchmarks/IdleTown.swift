import Foundation
import Host
import TownModel

/// What a town costs that has nothing to do: CPU of every process of it and of their children, over a minute.
enum IdleTown {
    static let settleSeconds = 30
    static let seconds = 60

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up()
        guard let supervisor = Supervisor(layout: town.layout, programs: town.programs).process else {
            throw Shell.Failure(command: ["gt", "up"], status: 0, output: "no supervisor")
        }
        try Shell.output(["sleep", "\(settleSeconds)"])
        let processes = [supervisor.pid] + Processes.descendants(of: supervisor.pid)
        let before = try processorSeconds(of: processes)
        try Shell.output(["sleep", "\(seconds)"])
        let used = try processorSeconds(of: processes) - before
        return Report(
            title: "A quiet town",
            measurements: [
                Measurement(
                    name: "CPU of \(processes.count) processes over \(seconds) s, one rig, no agent",
                    values: [used / Double(seconds) * 100], unit: "% of a core", goal: .medianAtMost(1))
            ],
            notes: ["A clock tick is 10 ms: the smallest difference that this can show is 0.017 %."])
    }

    private static func processorSeconds(of processes: [Int32]) throws -> Double {
        try processes.reduce(0) { try $0 + BenchTown.processorSeconds(of: $1) }
    }
}
