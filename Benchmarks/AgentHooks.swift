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
        let commands = [
            TurnAbout.Entry(name: "git --version", command: ["/usr/bin/git", "--version"]),
            TurnAbout.Entry(name: "gt prime --hook", command: [gt, "prime", "--hook"], goal: .medianAtMost(25)),
            TurnAbout.Entry(
                name: "gt mail check --inject", command: [gt, "mail", "check", "--inject"], input: quiet,
                goal: .medianAtMost(25)),
            TurnAbout.Entry(
                name: "gt signal stop", command: [gt, "signal", "stop"], input: quiet, goal: .medianAtMost(25)),
            TurnAbout.Entry(
                name: "gt signal stop, already held", command: [gt, "signal", "stop"], input: active,
                goal: .medianAtMost(25)),
            TurnAbout.Entry(
                name: "gt tap guard", command: [gt, "tap", "guard", "dangerous-command"], input: quiet),
        ]
        let report = try TurnAbout(entries: commands, environment: session).measure(
            "An agent's hooks, cold", runs: runs)
        try agents.letGo()
        return report
    }
}
