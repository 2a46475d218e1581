import ArgumentParser
import Formulas
import TownModel

struct FormulaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formula",
        abstract: "Ways of working, written down once: steps, what each waits for, what is filled in.",
        discussion: """
            A formula is a text (docs/formulas.md); cooked, it is a graph of steps. A name is looked for in the rig's
            formulas/, the town's config/formulas/, .beads/formulas of the repository here, of the town and of your home,
            then among those that come with gt; what is found first is used. A word with a slash, or one that ends in .toml
            or .json, is a file. No store needs to run.

            Example: gt formula list
            """,
        subcommands: [
            FormulaListCommand.self, FormulaShowCommand.self, FormulaCookCommand.self, FormulaLintCommand.self,
            FormulaNewCommand.self,
        ])
}

extension FormulaKind: ExpressibleByArgument {}
