import ArgumentParser

struct BdSupersede: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "supersede",
        abstract: "Close an issue that a newer one takes the place of.",
        discussion: "Example: bd supersede web-a1 --with web-c3")

    @Argument(help: "What is closed.", completion: IDCompletion.beads) var id: String
    @Option(help: "What takes its place.", completion: IDCompletion.beads) var with: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await BdReplacement(type: "supersedes", words: "Superseded by").run(call, id, by: with)
    }
}
