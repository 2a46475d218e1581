import ArgumentParser
import TownModel
import Wire

struct MoleculeListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Molecules that are on their way, the newest first.",
        discussion: "Example: gt mol list --all")

    @Flag(help: "Those that have ended too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(MoleculeList(includeEnded: all, limit: limit))
        call.answer(reply.molecules) { screen in
            reply.molecules.isEmpty ? "no molecules" : MoleculeText.table(reply.molecules, screen)
        }
        if reply.hasMore { call.note("there is more: --limit \(limit * 2)") }
    }
}
