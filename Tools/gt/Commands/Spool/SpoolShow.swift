import ArgumentParser

struct SpoolShowCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one command of the spool: who said what, and why it was refused.",
        discussion: "Example: gt spool show c-0123456789abcdefghij")

    @Argument(help: "The command's id, or its file's name.") var entry: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let found = try SpoolBook(call.town()).find(entry, refusedOnly: false)
        call.answer(found) { SpoolText.entry(found, $0) }
    }
}
