import Foundation
import Host
import TownModel
import ZeroMQBus

/// What a town costs that has nothing to do: CPU of every process of it and of their children, over a minute; and what the
/// supervision of fifty agents costs that do nothing either.
enum IdleTown {
    static let agents = 50
    static let settleSeconds = 30
    static let seconds = 60

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up(polecats: agents)
        let quiet = try services(of: town)
        let alone = try share(of: quiet)
        let bus = try town.client()
        let crowd = try await WaitingAgents.begin(agents, in: town, over: bus)
        // Sessions are nobody's children, so these are the town's own processes still.
        let busy = try services(of: town)
        let watching = try share(of: busy)
        try crowd.letGo()
        await bus.close()
        return Report(
            title: "A quiet town",
            measurements: [
                Measurement(
                    name: "CPU of \(quiet.count) processes over \(seconds) s, one rig, no agent", values: [alone],
                    unit: "% of a core", goal: .medianAtMost(1)),
                Measurement(
                    name: "the same \(busy.count) with \(agents) agents at work that do nothing", values: [watching],
                    unit: "% of a core", goal: .medianAtMost(1)),
            ],
            notes: ["A clock tick is 10 ms: the smallest difference that this can show is 0.017 %."])
    }

    private static func services(of town: BenchTown) throws -> [Int32] {
        guard let supervisor = Supervisor(layout: town.layout, programs: town.programs).process else {
            throw Shell.Failure(command: ["gt", "up"], status: 0, output: "no supervisor")
        }
        return [supervisor.pid] + Processes.descendants(of: supervisor.pid)
    }

    /// Of a core, in percent, after things have settled.
    private static func share(of processes: [Int32]) throws -> Double {
        try Shell.output(["sleep", "\(settleSeconds)"])
        let before = try processorSeconds(of: processes)
        try Shell.output(["sleep", "\(seconds)"])
        return (try processorSeconds(of: processes) - before) / Double(seconds) * 100
    }

    private static func processorSeconds(of processes: [Int32]) throws -> Double {
        try processes.reduce(0) { try $0 + BenchTown.processorSeconds(of: $1) }
    }
}
