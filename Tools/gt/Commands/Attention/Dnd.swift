import ArgumentParser
import TownModel
import Wire

struct DndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dnd",
        abstract: "Do not disturb: nudges are refused for a while, and letters wait in the inbox untold.",
        discussion: """
            Urgent letters are told all the same. The overseer may interrupt, and a Witness still asks who stands still with
            work on the hook.

            Example: gt dnd on --for 2h
            """,
        subcommands: [DndOnCommand.self, DndOffCommand.self, DndStatusCommand.self])
}

struct DndOnCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "on",
        abstract: "Do not disturb from now on.",
        discussion: """
            Example: gt dnd on --for 2h
            Example: gt dnd on web/max
            """)

    @Argument(help: "Whom; you without it, others by the overseer alone.", completion: IDCompletion.addresses)
    var agent: String?
    @Option(name: .customLong("for"), help: "For so long, as in 30m, 2h; until gt dnd off without it.")
    var period: DurationArgument?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            AttentionSet(
                agent: try await client.address(ifNamed: agent, call), isQuiet: true,
                quietSeconds: period?.duration.components.seconds))
        call.answer(reply) { AttentionText.sentence(reply, $0) }
    }
}

struct DndOffCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract: "Nudges and news come through again.",
        discussion: "Example: gt dnd off")

    @Argument(help: "To whom; you without it, others by the overseer alone.", completion: IDCompletion.addresses)
    var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            AttentionSet(agent: try await client.address(ifNamed: agent, call), isQuiet: false))
        call.answer(reply) { AttentionText.sentence(reply, $0) }
    }
}

struct DndStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Who is not to be disturbed, until when, and who hears more or less than others.",
        discussion: "Example: gt dnd status")

    @Argument(help: "Of whom; of all without it.", completion: IDCompletion.addresses) var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let page = try await client.query(AttentionShow(agent: try await client.address(ifNamed: agent, call)))
        call.answer(page.agents) { AttentionText.list(page.agents, $0) }
    }
}
