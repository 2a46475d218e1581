import ArgumentParser

struct BdVersion: BdCommand {
    static let asksStore = false
    /// Of the reference whose command line this is.
    static let reference = "0.47"
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version, and that of Beads whose command line this is.",
        discussion: "Example: bd version --json")

    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        call.answer(
            RawJSON.object([
                "version": RawJSON.text(VersionCommand.number), "bd": RawJSON.text(Self.reference),
                "program": RawJSON.text("gastown"),
            ])
        ) { _ in "bd of Gas Town \(VersionCommand.number) (command line of bd \(Self.reference))" }
    }
}
