import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// Script agents on rig `web`, a bead each: they say that they are there, and wait to be let go.
struct WaitingAgents {
    let beads: [BeadID]
    /// Milliseconds since 1970.
    let slungAt: Double
    /// The log's end before they were slung.
    let sequence: Int64
    /// Of their sessions.
    let directories: [String]
    private let town: BenchTown

    /// Returns when all of them are at work.
    static func begin(_ count: Int, in town: BenchTown, over bus: any MessageBus) async throws -> WaitingAgents {
        let headers = try town.overseer()
        var beads: [BeadID] = []
        var sequence: Int64 = 0
        for number in 1...count {
            try Shell.output(["mkfifo", begun(number, town), gate(number, town)])
            let text = """
                ```sh
                date +%s%N > \(mark(number, town))
                echo "$GT_SESSION_DIR" > \(begun(number, town))
                read go < \(gate(number, town))
                echo \(number) > own\(number).txt
                ```
                """
            let answer = try await bus.command(
                BeadCreate(rig: RigName("web"), title: "bead \(number)", description: text),
                id: CommandID(composed: "bench", "create", "\(number)"), headers: headers, within: .seconds(15))
            beads.append(answer.reply.bead.id)
            sequence = answer.headers.sequence
        }
        let slungAt = Date.now.timeIntervalSince1970 * 1000
        _ = try await bus.command(
            WorkSling(beads: beads, noConvoy: true), id: CommandID(composed: "bench", "sling"), headers: headers,
            within: .seconds(15))
        let directories = try (1...count).map { try Shell.output(["timeout", "120", "cat", begun($0, town)]) }
        return WaitingAgents(
            beads: beads, slungAt: slungAt, sequence: sequence, directories: directories, town: town)
    }

    func letGo() throws {
        for number in 1...beads.count {
            try Shell.output(["timeout", "60", "sh", "-c", "echo go > \(Self.gate(number, town))"])
        }
    }

    /// When each of them began, in the order of the beads, in milliseconds since 1970.
    func beginnings() throws -> [Double] {
        try (1...beads.count).map { number in
            let text = try String(contentsOfFile: Self.mark(number, town), encoding: .utf8)
            guard let nanoseconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Shell.Failure(command: ["date"], status: 0, output: text)
            }
            return nanoseconds / 1_000_000
        }
    }

    private static func mark(_ number: Int, _ town: BenchTown) -> String { "\(town.root)/mark-\(number)" }
    private static func begun(_ number: Int, _ town: BenchTown) -> String { "\(town.root)/begun-\(number)" }
    private static func gate(_ number: Int, _ town: BenchTown) -> String { "\(town.root)/gate-\(number)" }
}
