import ArgumentParser
import Host
import TownModel
import Wire

struct AgentsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Who is there: workers, crew, dogs and the Mayor's agent, and what each does.",
        discussion: """
            In the town's tmux C-b g shows them as a menu that leads to their panes, C-b n and C-b p go through those of one
            rig, and C-b a is the feed. --menu shows that menu in a client of the town's tmux.

            Example: gt agents web
            """)

    @Argument(help: "Only of this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @Flag(help: "As a menu in the town's tmux.") var menu = false
    @Option(help: ArgumentHelp("The tmux client that shows the menu.", visibility: .hidden)) var client: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if client != nil, !menu { throw ValidationError("--client goes with --menu") }
    }

    func run(_ call: Invocation) async throws {
        if menu { return try await TownTerminal(call).menu(client: client) }
        let client = try call.client()
        let rows = try await WorkingAgent.all(of: rig, client)
        let sights = await PolecatSight.all(rows.compactMap(\.session), client.layout)
        call.answer(rows) { WorkingAgent.table(rows, sights, $0) }
    }
}

struct CycleCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "cycle",
        abstract: "Go to the next agent's pane of the same rig, in the town's tmux.",
        discussion: """
            What C-b n and C-b p do there. The store is not asked.

            Example: gt cycle next
            """)

    enum Way: String, ExpressibleByArgument, CaseIterable {
        case next, previous, prev
    }

    @Argument(help: "next, or previous.") var way: Way
    @Option(help: ArgumentHelp("The tmux client that goes.", visibility: .hidden)) var client: String?
    @Option(help: ArgumentHelp("The tmux session that it looks at.", visibility: .hidden)) var session: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let place = try await TownTerminal(call).cycle(client: client, session: session, forward: way == .next)
        call.answer(place) { $0.plain(place.agent) }
    }
}
