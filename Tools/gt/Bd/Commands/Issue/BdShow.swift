import ArgumentParser
import TownModel
import Wire

struct BdShow: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show issues with all that is known of them. --json: always an array.",
        discussion: "Example: bd show web-a1 --json")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Flag(help: "A line each.") var short = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        var batch = BdBatch(call, count: ids.count)
        var shown: [BdNeighbourhood] = []
        for text in ids {
            let one: BdNeighbourhood? = try await batch.attempt(text) { try await BdNeighbourhood(text, client) }
            if let one { shown.append(one) }
        }
        call.answer(RawJSON.array(shown.map(\.json))) { screen in
            short
                ? BdText.table(shown.map(\.bead), screen, none: "")
                : shown.map { $0.text(screen) }.joined(separator: "\n\n")
        }
        try batch.finish()
    }
}
