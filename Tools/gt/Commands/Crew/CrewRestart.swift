import ArgumentParser
import TownModel
import Wire

struct CrewRestartCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "End the session of crew and begin another; who has none gets one.",
        discussion: """
            What the session left with gt handoff is shown to the next one.

            Example: gt crew restart web/max
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var names: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var rows: [ResidentRow] = []
        for talk in try names.map({ try ResidentTalk($0, call, client) }) { rows.append(try await talk.restart()) }
        call.answer(rows) { _ in rows.map(CrewText.sentence).joined(separator: "\n") }
    }
}
