import ArgumentParser

struct SpoolRetryCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Say a refused command again, when what was in its way is gone.",
        discussion: """
            It goes behind what waits, under its old id and in its sender's name. A nudge is then for now again.

            Example: gt spool retry c-0123456789abcdefghij
            """)

    @Argument(help: "The command's id, or its file's name.") var entry: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try call.refuseInSession("gt spool retry")
        let book = try SpoolBook(call.town())
        let found = try book.find(entry, refusedOnly: true)
        try book.retry(found)
        call.answer(found) { "\($0.plain(entry)) waits in the spool again" }
    }
}
