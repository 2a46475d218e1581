import ArgumentParser
import TownModel
import Wire

struct BdChildren: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "children",
        abstract: "List the direct parts of an issue, closed ones too.",
        discussion: "Example: bd children web-a1 --json")

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let parts = try await client.parts(of: try await client.bead(id))
        call.answer(RawJSON.array(parts.map(\.countedJSON))) { BdText.table(parts, $0, none: "it has no parts") }
    }
}

extension TownClient {
    /// Direct parts, none that is deleted.
    func parts(of id: BeadID) async throws(CommandFailure) -> [BdBead] {
        let selection = BeadSelection(parent: id, includeClosed: true)
        return try await lines(selection, limit: nil) { $0.status != BeadStatus.tombstone.rawValue }
    }
}
