import ArgumentParser

struct EscalateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate",
        abstract: "Ask a person, and see what becomes of it.",
        discussion: """
            Without one of its words: gt escalate raise. An escalation is a bead, told by the routes of its severity
            (config/escalation.toml). While nobody acknowledges it, it is raised anew, one severity higher.

            Example: gt escalate "The signing key has expired" -s high --about web-a1
            """,
        subcommands: [
            EscalateRaiseCommand.self, EscalateListCommand.self, EscalateShowCommand.self, EscalateAckCommand.self,
            EscalateCloseCommand.self, EscalateStaleCommand.self,
        ],
        defaultSubcommand: EscalateRaiseCommand.self)
}
