import ArgumentParser
import Wire

struct ConvoyListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List convoys.",
        discussion: "Example: gt convoy list --all")

    @Flag(help: "Landed and closed ones too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(ConvoyList(includeEnded: all, limit: limit))
        call.answer(page.convoys) { ConvoyText.table(page.convoys, $0) }
    }
}
