import ArgumentParser
import TownModel
import Wire

struct PolecatAttachCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Go to a worker's terminal.",
        discussion: """
            C-b d leaves it again, and the agent goes on. Where there is no terminal, or with --json, it says how to get
            there instead. No session is begun: gt sling gives work.

            Example: gt polecat attach web/ash
            """,
        aliases: ["at"])

    @Argument(help: "Who, e.g. web/ash.", completion: IDCompletion.addresses) var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let agent = try PolecatName.address(name, rig: try call.rigHere())
        guard let cv = try await client.query(AgentHistory(agent: agent, limit: 1)).agents.first,
            let session = cv.session, session.state != .ended
        else {
            throw CommandFailure(
                .refused, code: "conflict", "\(agent) has no session", about: agent.description,
                hint: "gt peek \(agent) shows what its last one said")
        }
        let way = try await ResidentTerminal.go(to: session.incarnation, of: agent, client.layout, call)
        call.answer(way) { $0.plain(way.text) }
    }
}
