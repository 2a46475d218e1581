import ArgumentParser
import TownModel
import Wire

struct BdDepCycles: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycles",
        abstract: "Find rings of issues that wait for each other. No command makes one; a file may bring one.",
        discussion: "Example: bd dep cycles --json")

    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let cycles = try await client.query(DependencyCycles()).cycles
        var rings: [[BdBead]] = []
        for cycle in cycles { rings.append(try await client.lines(of: cycle)) }
        call.answer(RawJSON.array(rings.map { ring in RawJSON.array(ring.map { $0.json() }) })) { _ in
            guard !cycles.isEmpty else { return "no cycles" }
            return cycles.map { ($0 + $0.prefix(1)).map(\.text).joined(separator: " → ") }.joined(separator: "\n")
        }
    }
}
