import ArgumentParser
import Host
import TownModel
import Wire

struct QueueNextCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Say what the Refinery takes next, and why.",
        discussion: """
            First what was put first, then the highest score: 1000, 10 for each hour of its convoy's age, 100 for each
            step of priority, 1 for each hour of waiting, 50 less for each attempt after the first, 300 at most. The
            oldest is passed over at most twice, whatever the scores.

            Example: gt mq next web -n 3
            """)

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 10
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let requests = try await client.query(MergeList(rig: rig, limit: WireLimits.pageRowsMax)).requests
        let holds = try await client.query(RigList()).rigs.filter { $0.queueHold != nil && (rig ?? $0.name) == $0.name }
        let next = QueueForecast(requests, holds: holds, limit: limit, at: .now)
        call.answer(next) { next.text($0) }
    }
}
