import ArgumentParser

struct SpoolDropCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Remove a refused command for good; --json prints it once more.",
        discussion: "Example: gt spool drop c-0123456789abcdefghij")

    @Argument(help: "The command's id, or its file's name.") var entry: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try call.refuseInSession("gt spool drop")
        let book = try SpoolBook(call.town())
        let found = try book.find(entry, refusedOnly: true)
        try book.drop(found)
        call.answer(found) { "\($0.plain(entry)) is removed" }
    }
}

extension Invocation {
    /// What others were refused is the overseer's to settle.
    func refuseInSession(_ word: String) throws(CommandFailure) {
        guard let directory = surroundings.value("GT_SESSION_DIR"), !directory.isEmpty else { return }
        throw CommandFailure(
            .forbidden, code: "forbidden", "\(word) is for the overseer, and this is a session", hint: "gt escalate")
    }
}
