import ArgumentParser
import TownModel
import Wire

struct SeanceCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "seance",
        abstract: "List sessions of agents, live and earlier ones; talk with one that has ended.",
        discussion: """
            The newest first: who, with which preset, on what, when, how it ended, and what its program calls the
            conversation. --talk takes that conversation up with its program's own means, in a copy where it can make one,
            in the session's worktree if that is there; with -p one question is answered, else you have the terminal. A
            live session is never disturbed: it is copied, or the talk is refused. The program is started without its
            flags for working unasked, and without any key of the town.

            Example: gt seance --role polecat --rig web
            Example: gt seance --talk s12 -p "Why did you move the parser?"
            """)

    @Option(help: "Only of this role: polecat, crew, dog or mayor.") var role: RoleText?
    @Option(help: "Only of this rig.") var rig: RigName?
    @Option(help: "Only of this agent.", completion: IDCompletion.addresses) var agent: String?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 20
    @Option(
        help:
            "Talk with this session: an incarnation, what its program calls the conversation, or the beginning of either.",
        completion: IDCompletion.sessions)
    var talk: String?
    @Option(name: .shortAndLong, help: "With --talk: ask this, print the answer, end.") var prompt: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is at least 1") }
        guard prompt == nil || talk != nil else { throw ValidationError("-p asks a session: name it with --talk") }
        guard talk == nil || (role == nil && rig == nil && agent == nil) else {
            throw ValidationError("--talk names one session; --role, --rig and --agent are for the list")
        }
        // A program would take it for an option.
        guard prompt?.hasPrefix("-") != true else { throw ValidationError("a question begins with no -") }
        guard prompt?.isEmpty != true else { throw ValidationError("the question is empty") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        if let talk { return try await SeanceTalk(call: call, client: client).talk(with: talk, asking: prompt) }
        let address = try await client.address(ifNamed: agent, call)
        let page = try await client.query(
            SessionList(role: role, rig: rig, agent: address, limit: limit), within: CommandLimits.pageWait)
        let rows = page.sessions.map { SeanceRow($0, client.layout, now: call.screen.now) }
        call.answer(rows) { SeanceText.table(rows, $0) }
    }
}
