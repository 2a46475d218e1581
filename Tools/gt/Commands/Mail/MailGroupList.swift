import ArgumentParser
import TownModel
import Wire

struct MailGroupListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the groups that somebody has made.",
        discussion: "Example: gt mail group list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(MailGroupList())
        call.answer(page.groups) { MailListText.groups(page.groups, $0) }
    }
}
