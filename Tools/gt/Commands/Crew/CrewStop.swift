import ArgumentParser
import TownModel
import Wire

struct CrewStopCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the session of crew, and wait until no process of it is left.",
        discussion: """
            The agent is asked to leave, and made to after ten seconds. Worktree, branch, letters and hook stay.

            Example: gt crew stop web/max
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var names: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var rows: [ResidentRow] = []
        for talk in try names.map({ try ResidentTalk($0, call, client) }) { rows.append(try await talk.stop()) }
        call.answer(rows) { _ in rows.map(CrewText.sentence).joined(separator: "\n") }
    }
}
