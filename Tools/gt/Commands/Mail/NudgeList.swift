import ArgumentParser
import TownModel
import Wire

struct NudgeListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List nudges that are on their way, the newest first.",
        discussion: "Example: gt nudge list --all")

    @Argument(help: "To whom; to everybody without it.", completion: IDCompletion.addresses) var to: String?
    @Flag(name: .shortAndLong, help: "Also those that were acted on or have expired.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let address = try await client.address(ifNamed: to, call)
        let page = try await client.query(NudgeList(to: address, includeOver: all, limit: limit))
        call.answer(page.nudges) { NudgeText.list(page.nudges, $0) }
    }
}
