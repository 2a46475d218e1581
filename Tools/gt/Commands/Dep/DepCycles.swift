import ArgumentParser
import TownModel
import Wire

struct DepCyclesCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycles",
        abstract: "Name beads that wait for each other in a ring.",
        discussion: """
            No command makes such a ring, but a file may bring one. Ends with 1 when there is any.

            Example: gt bead dep cycles
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let cycles = try await call.client().query(DependencyCycles()).cycles
        call.answer(cycles) { _ in
            cycles.isEmpty
                ? "no ring"
                : cycles.map { ($0 + $0.prefix(1)).map(\.text).joined(separator: " → ") }.joined(separator: "\n")
        }
        if !cycles.isEmpty { throw ExitStatusOnly(status: .refused) }
    }
}
