import ArgumentParser
import TownModel
import Wire

struct PolecatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polecat",
        abstract: "The workers of the rigs.",
        discussion: "Example: gt polecat list web",
        subcommands: [PolecatListCommand.self])
}

struct PolecatListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List workers, what is on their hooks and what their sessions do.",
        discussion: "Example: gt polecat list web --history",
        aliases: ["agents"])

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @Flag(help: "What is over too, newest first.") var history = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 100
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(PolecatList(rig: rig, history: history, limit: limit))
        call.answer(page.polecats) { PolecatText.table(page.polecats, $0) }
    }
}
