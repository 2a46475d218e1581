import ArgumentParser
import TownModel
import Wire

struct BdLabelList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the labels of an issue.",
        discussion: "Example: bd label list web-a1 --json")

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let labels = try await call.reader().details([id])[0].bead.labels
        call.answer(RawJSON.texts(labels)) { screen in
            labels.isEmpty ? "it has no labels" : labels.map(screen.plain).joined(separator: "\n")
        }
    }
}
