import ArgumentParser
import Host
import TownModel

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "The kinds of agents that work can be given to, and who gets what.",
        discussion: """
            A preset says how a kind of agent is run. Those that come with gt, and those of config/agents.toml. Who works
            where: gt sling --agent, else the rig's settings, else the town's, else script.

            Example: gt agent list
            """,
        subcommands: [
            AgentListCommand.self, AgentShowCommand.self, AgentSetCommand.self, AgentTestCommand.self,
        ])
}

extension AgentText {
    /// Reads the town's files; the store is not asked.
    init(_ call: Invocation, screen: Screen) throws {
        let layout = try call.town()
        self.init(
            screen: screen, environment: try AgentEnvironment.here(), book: try PresetBook(layout),
            places: try AgentPlaces(layout), root: layout.root)
    }
}

extension AgentEnvironment {
    /// As this program sees it, beside which the town's others lie.
    static func here() throws(CommandFailure) -> AgentEnvironment {
        guard let programs = HostEnvironment.programDirectory else {
            throw CommandFailure(
                .refused, code: "host", "where this gt lies can't be told", hint: "mount /proc, then the same command")
        }
        return AgentEnvironment(programs: programs)
    }
}
