import ArgumentParser
import TownModel

struct VersionCommand: TownCommand {
    static let asksStore = false
    static let number = ProgramVersion.number
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version.",
        discussion: "Example: gt version --json")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) {
        call.answer(Reply(version: Self.number)) { _ in "gt \(Self.number)" }
    }

    private struct Reply: Encodable { let version: String }
}
