import ArgumentParser
import Wire

struct BdReopen: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open closed issues again.",
        discussion: "Example: bd reopen web-a1 -r \"it came back\"")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Why.") var reason = "Reopened"
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await BdEach(ids, word: "reopened").run(call) { BeadReopen(id: $0, reason: reason) }
    }
}
