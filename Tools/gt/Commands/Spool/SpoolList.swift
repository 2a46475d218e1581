import ArgumentParser

struct SpoolListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what waits, then what was refused.",
        discussion: "Example: gt spool list --json")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let entries = try SpoolBook(call.town()).entries()
        call.answer(entries) { SpoolText.list(entries, $0) }
    }
}
