import ArgumentParser
import TownModel
import Wire

struct BeadSearchCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find beads by their words, the best first.",
        discussion: """
            All words must occur, in a title, a text, a label, a comment; each stands for every word that it begins.

            Example: gt bead search door hinge
            """)

    @Argument(help: "Words.") var words: [String]
    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Flag(help: "Only open ones.") var open = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 20
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(
            BeadSearch(text: words.joined(separator: " "), home: rig, includeClosed: !open, limit: limit))
        call.answer(page.beads) { page.beads.isEmpty ? "no such beads" : BeadText.table(page.beads, $0) }
    }
}
