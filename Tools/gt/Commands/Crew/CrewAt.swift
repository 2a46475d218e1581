import ArgumentParser

struct CrewAtCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "at",
        abstract: "Go to a crew member's terminal; a session is begun when there is none.",
        discussion: """
            C-b d leaves it again, and the agent goes on. Where there is no terminal, or with --json, it says how to get
            there instead.

            Example: gt crew at web/max
            """,
        aliases: ["attach"])

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let talk = try ResidentTalk(name, call, client)
        let way = try await ResidentTerminal(talk: talk).attach(try await talk.row())
        call.answer(way) { $0.plain(way.text) }
    }
}
