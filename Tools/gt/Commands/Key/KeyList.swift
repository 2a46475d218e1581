import ArgumentParser
import TownModel
import Wire

struct KeyListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Who has a key: what it may send, what it hears, since when. Never a secret.",
        discussion: "Example: gt key list --json")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let keys = try await call.client().query(KeyList()).keys
        call.answer(keys) { KeyText.table(keys, $0) }
    }
}
