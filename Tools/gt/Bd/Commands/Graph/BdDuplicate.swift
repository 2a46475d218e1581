import ArgumentParser

struct BdDuplicate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicate",
        abstract: "Close an issue that another one says already.",
        discussion: "Example: bd duplicate web-b2 --of web-a1")

    @Argument(help: "What is closed.", completion: IDCompletion.beads) var id: String
    @Option(help: "What stays.", completion: IDCompletion.beads) var of: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await BdReplacement(type: "duplicates", words: "Duplicate of").run(call, id, by: of)
    }
}
