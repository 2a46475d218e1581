import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// What an agent waits for at each of its hooks: a cold `gt` in a running session, with everything that it tells the town.
enum AgentHooks {
    static let runs = 50

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up()
        let bus = try town.client()
        let agents = try await WaitingAgents.begin(1, in: town, over: bus)
        await bus.close()
        let session = town.environment.merging(["GT_SESSION_DIR": agents.directories[0]]) { $1 }
        let gt = "\(town.programs)/gt"
        let (quiet, active) = ("\(town.root)/quiet.json", "\(town.root)/active.json")
        try #"{"stop_hook_active":false}"#.write(toFile: quiet, atomically: true, encoding: .utf8)
        try #"{"stop_hook_active":true}"#.write(toFile: active, atomically: true, encoding: .utf8)
        let commands: [(name: String, command: [String], input: String, goal: Goal?)] = [
            ("git --version", ["/usr/bin/git", "--version"], "/dev/null", nil),
            ("gt prime --hook", [gt, "prime", "--hook"], "/dev/null", .medianAtMost(25)),
            ("gt mail check --inject", [gt, "mail", "check", "--inject"], quiet, .medianAtMost(25)),
            ("gt signal stop", [gt, "signal", "stop"], quiet, .medianAtMost(25)),
            ("gt signal stop, already held", [gt, "signal", "stop"], active, .medianAtMost(25)),
            ("gt tap guard", [gt, "tap", "guard", "dangerous-command"], quiet, nil),
        ]
        var values = Array(repeating: [Double](), count: commands.count)
        // Interleaved, so that a noisy moment hits all alike.
        for _ in 0..<runs {
            for (index, entry) in commands.enumerated() {
                values[index].append(
                    try Shell.milliseconds(entry.command, environment: session, input: entry.input))
            }
        }
        try agents.letGo()
        let git = Measurement(name: "", values: values[0], unit: "ms").median
        var report = Report(title: "An agent's hooks, cold")
        for (index, entry) in commands.enumerated() {
            report.measurements.append(
                Measurement(
                    name: entry.name, values: values[index], unit: "ms",
                    peer: index == 0 ? nil : ("git --version", git), goal: entry.goal))
        }
        return report
    }
}
