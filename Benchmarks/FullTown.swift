import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// What people ask again and again, in a town that is full: a hundred agents at work, ten thousand beads in their rig, ten
/// thousand letters in the overseer's inbox. New processes, in turns.
enum FullTown {
    static let agents = 100
    static let beads = 10_000
    static let letters = 10_000
    /// Letters under way at once while the inbox is filled.
    private static let lettersAtOnce = 50

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up(polecats: agents)
        var fixture = LedgerFixture(count: beads, seed: 42)
        for (number, text) in fixture.files().enumerated() {
            let path = "\(town.root)/\(number).jsonl"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try town.gt("bead", "import", path, "--rig", "web")
        }
        let bus = try town.client()
        try await write(letters, headers: try town.overseer(), on: bus)
        _ = try await WaitingAgents.begin(agents, in: town, over: bus)
        await bus.close()
        let gt = "\(town.programs)/gt"
        let goal = Goal.medianAtMost(50)
        let commands = [
            TurnAbout.Entry(name: "git --version", command: ["/usr/bin/git", "--version"]),
            TurnAbout.Entry(name: "gt status", command: [gt, "status"], goal: goal),
            TurnAbout.Entry(name: "gt mail inbox", command: [gt, "mail", "inbox"], goal: goal),
            TurnAbout.Entry(name: "gt agents", command: [gt, "agents"]),
            TurnAbout.Entry(name: "gt bead ready", command: [gt, "bead", "ready"]),
            TurnAbout.Entry(name: "gt audit", command: [gt, "audit"]),
        ]
        var report = try TurnAbout(entries: commands, environment: town.environment).measure(
            "A full town, cold: \(agents) agents at work, \(beads) beads, \(letters) letters", runs: ColdStart.runs)
        report.notes.append(
            "The agents are scripts that wait, each in a worktree of rig web with a session of its own; the beads are the "
                + "fixture of the ledger's tables, in that rig; none of the letters was read.")
        return report
    }

    private static func write(_ count: Int, headers: RequestHeaders, on bus: any MessageBus) async throws {
        let numbers = Array(0..<count)
        for start in stride(from: 0, to: count, by: lettersAtOnce) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in numbers[start..<min(start + lettersAtOnce, count)] {
                    group.addTask {
                        let letter = MailSend(
                            to: [.overseer], subject: "Letter \(number)",
                            body: "What \(number) is about, in a sentence of ordinary length, as people write them.",
                            priority: number.isMultiple(of: 50) ? .critical : .normal)
                        _ = try await bus.command(
                            letter, id: CommandID(composed: "bench", "letter", "\(number)"), headers: headers,
                            within: .seconds(15))
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
