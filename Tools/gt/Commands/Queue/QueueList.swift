import ArgumentParser
import TownModel
import Wire

struct QueueListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List merge requests in the order in which they are worked on.",
        discussion: """
            With --landed it tells of what has landed, oldest first: who did it at which attempt, how long it waited in
            the queue (its gates included), how long its gates ran, and the commit.

            Example: gt mq list web --all
            Example: gt mq list web --landed
            """)

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @Flag(help: "Landed, returned and withdrawn ones too.") var all = false
    @Flag(help: "Only what has landed, as a record of it.") var landed = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let page = try await client.query(MergeList(rig: rig, includeEnded: all || landed, limit: limit))
        if landed {
            let record = page.requests.filter { $0.state == .landed }
                .sorted { ($0.landedAt ?? $0.enqueuedAt, $0.id) < ($1.landedAt ?? $1.enqueuedAt, $1.id) }
            return call.answer(record) { QueueText.record(record, $0) }
        }
        let holds = try await client.query(RigList()).rigs.filter { (rig ?? $0.name) == $0.name }
        call.answer(page.requests) { screen in
            ([QueueText.table(page.requests, screen)] + holds.compactMap { QueueText.hold($0, screen) })
                .joined(separator: "\n")
        }
    }
}
