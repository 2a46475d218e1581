import ArgumentParser
import TownModel
import Wire

struct BeadHistoryCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Say what has happened to a bead, newest first.",
        discussion: """
            As far back as the log goes. --json prints an array of CloudEvents, exactly as they were published.

            Example: gt bead history web-a1 -n 20
            """)

    @Argument(completion: IDCompletion.beads) var bead: String
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let page = try await client.query(BeadHistory(id: try await client.bead(bead), limit: limit))
        call.answer(events: page.events)
        if page.oldest > 1 { call.note("the log begins at event \(page.oldest): what was before it is not known") }
    }
}
