import ArgumentParser
import TownModel
import Wire

struct MailDirectoryCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "Everybody who can be written to, and whether a session of theirs is there.",
        discussion: """
            Agents first, then what has several behind it: @town and its like, and what somebody has made.

            Example: gt mail directory --rig web --kind polecat
            """)

    @Option(help: "Only of this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @Option(help: "Only of this kind; may be given more than once.") var kind: [CorrespondentKind] = []
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var entries: [Correspondent] = []
        var after: MailTarget?
        repeat {
            let page = try await client.query(
                MailDirectory(rig: rig, kinds: kind.isEmpty ? nil : kind, after: after))
            entries += page.entries
            after = page.next
        } while after != nil
        call.answer(entries) { MailListText.directory(entries, $0) }
    }
}
