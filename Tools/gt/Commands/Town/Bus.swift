import ArgumentParser
import TownModel
import Wire

struct BusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus",
        abstract: "Show what has come to the town's sockets, and how other machines come in.",
        discussion: """
            Counted since the store began; what a person should look at comes first.

            Example: gt bus --json
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let report = try await call.client().query(BusStatus())
        call.answer(report) { BusText.text(report, $0) }
    }
}
