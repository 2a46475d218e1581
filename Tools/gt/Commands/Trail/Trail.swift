import ArgumentParser
import TownModel
import Wire

struct TrailCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "trail",
        abstract: "What was lately done, the newest first: commits that landed, beads, hooks.",
        discussion: """
            From the log: commits that reached a target, with their bead and who made them; beads that were made, changed,
            closed; what was hung on hooks and taken off. One kind, or all of them.

            Example: gt trail commits --since 7d --rig web
            Example: gt trail --agent web/ash
            """)

    @Argument(help: "commits, beads or hooks; all without it.") var kind: TrailKind?
    @Option(help: "Of the last so long, as in 12h, 7d.") var since = DurationArgument(.seconds(86_400))
    @Option(help: "Only what this agent did, or what was done on its hook.", completion: IDCompletion.addresses)
    var agent: String?
    @Option(help: "Only of this rig.") var rig: RigName?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 30
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let address = try await client.address(ifNamed: agent, call)
        let reading = TrailReading(
            call: call, client: client, kind: kind, since: Surroundings.now.advanced(by: .zero - since.duration),
            agent: address, rig: rig, limit: limit)
        let found = try await reading.read()
        call.answer(found.steps) { TrailText.table(found.steps, $0) }
        if let first = found.begins { call.note("the log is whole from event \(first) on: what was before is cleared") }
    }
}

extension TrailKind: ExpressibleByArgument {}
