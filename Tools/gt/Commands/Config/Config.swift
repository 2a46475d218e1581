import ArgumentParser
import TownModel

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Read and change the town's settings and those of its rigs.",
        discussion: "Example: gt config set polecats_max 5 --rig web",
        subcommands: [
            ConfigGetCommand.self, ConfigSetCommand.self, ConfigExplainCommand.self, ConfigReloadCommand.self,
        ])
}

/// Which file is meant: `--escalation`, or `--rig`, else the rig one is in, else the town's.
struct ConfigurationTarget: ParsableArguments {
    @Option(help: "The rig; else the one you are in, else the town.") var rig: RigName?

    @Flag(help: "The settings about escalations, in config/escalation.toml.") var escalation = false

    func validate() throws {
        if escalation, rig != nil { throw ValidationError("--escalation is the town's: leave --rig out") }
    }

    func place(_ call: Invocation) throws -> ConfigurationPlace {
        if escalation { return ConfigurationPlace(escalationsOf: try call.town()) }
        return ConfigurationPlace(try call.town(), rig: try rig ?? call.rigHere())
    }
}
