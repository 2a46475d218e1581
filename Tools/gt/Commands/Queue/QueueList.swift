import ArgumentParser
import TownModel
import Wire

struct QueueListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List merge requests in the order in which they are worked on.",
        discussion: "Example: gt mq list web --all")

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @Flag(help: "Landed, returned and withdrawn ones too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(MergeList(rig: rig, includeEnded: all, limit: limit))
        call.answer(page.requests) { QueueText.table(page.requests, $0) }
    }
}
