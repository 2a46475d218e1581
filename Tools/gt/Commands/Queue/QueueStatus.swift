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
        let requests = try await call.client().query(
            MergeList(rig: rig, includeEnded: true, limit: WireLimits.pageRowsMax)
        ).requests
        let counts = Dictionary(grouping: requests, by: \.state.rawValue).mapValues(\.count)
        call.answer(counts) { _ in
            MergeState.allCases.map { "\($0.rawValue) \(counts[$0.rawValue] ?? 0)" }.joined(separator: ", ")
        }
    }
}
