import ArgumentParser
import TownModel
import Wire

struct QueueStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Count a rig's merge requests by state.",
        discussion: "Example: gt mq status web")

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let requests = try await client.query(
            MergeList(rig: rig, includeEnded: true, limit: WireLimits.pageRowsMax)
        ).requests
        let counts = Dictionary(grouping: requests, by: \.state.rawValue).mapValues(\.count)
        let holds = try await client.query(RigList()).rigs.filter { (rig ?? $0.name) == $0.name }
        call.answer(counts) { screen in
            let line = MergeState.allCases.map { "\($0.rawValue) \(counts[$0.rawValue] ?? 0)" }
            return ([line.joined(separator: ", ")] + holds.compactMap { QueueText.hold($0, screen) })
                .joined(separator: "\n")
        }
    }
}
