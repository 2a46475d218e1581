import ArgumentParser
import TownModel

struct MoleculeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mol",
        abstract: "Molecules: formulas on their way, step by step, whoever dies on it.",
        discussion: """
            A molecule is made of a formula, as a wisp or poured as beads. Its steps are claimed and ended one by one, and its
            root is closed with the last. A step is named <molecule>.<number>. Whoever comes back asks gt mol current where he was.

            Example: gt mol wisp shiny --var feature=search
            Example: gt mol next gt-wisp-a1b2c3
            """,
        subcommands: [
            MoleculeWispCommand.self, MoleculePourCommand.self, MoleculeListCommand.self, MoleculeShowCommand.self,
            MoleculeCurrentCommand.self,
            MoleculeNextCommand.self, MoleculeRunCommand.self, MoleculeStepsCommand.self, MoleculeDagCommand.self,
            MoleculeReleaseCommand.self, MoleculeFilesCommand.self,
            MoleculeBurnCommand.self, MoleculeSquashCommand.self,
            MoleculeAttachCommand.self, MoleculeDetachCommand.self, MoleculeStaleCommand.self,
            MoleculeDistillCommand.self,
            MoleculeBondCommand.self,
        ],
        aliases: ["molecule"])
}

struct StepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "What a step of a molecule has found out.",
        discussion: "Example: gt step output gt-wisp-a1b2c3.2 risk=high",
        subcommands: [StepOutputCommand.self])
}

extension StepID: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
