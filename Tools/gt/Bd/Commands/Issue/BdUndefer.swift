import ArgumentParser
import TownModel
import Wire

struct BdUndefer: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "undefer",
        abstract: "Take back that issues were put off.",
        discussion: "Example: bd undefer web-a1")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await BdEach(ids, word: "undeferred").run(call) { BeadUpdate(id: $0, isDeferred: false) }
    }
}
