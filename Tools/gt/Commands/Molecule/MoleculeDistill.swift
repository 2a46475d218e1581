import ArgumentParser
import FormulaFiles
import Formulas
import Host
import TownModel
import Wire

struct MoleculeDistillCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "distill",
        abstract: "Write a formula from an epic: its parts become steps, what they wait for becomes needs.",
        discussion: """
            A text that --var names becomes a variable, whole words only, with that text as its default. What a formula can't
            say is told on stderr, bead by bead. The text goes to stdout, or into a file that is not there yet.

            Example: gt mol distill web-e1 release-train --out release-train.formula.toml
            Example: gt mol distill web-e1 --var search=feature
            """)

    @Argument(help: "The epic.", completion: IDCompletion.beads) var epic: String
    @Argument(help: "The formula's name; without it the file's, or one made of the title.") var name: String?
    @Option(name: .customLong("var"), help: "A text and its variable: value=name. As often as needed.")
    var variables: [ValueName] = []
    @Option(name: .shortAndLong, help: "The file.", completion: .file()) var out: String?
    @OptionGroup var global: GlobalOptions

    /// A text, and what stands for it: `value=name`, the value with as many `=` as it likes.
    struct ValueName: ExpressibleByArgument {
        let value: String
        let name: String

        init?(argument: String) {
            guard let sign = argument.lastIndex(of: "="), sign != argument.startIndex else { return nil }
            value = String(argument[..<sign])
            name = String(argument[argument.index(after: sign)...])
        }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let tree = try await client.tree(of: try await client.bead(epic))
        let order = DistillOrder(name: name ?? out.map(FormulaFile.name(ofPath:)), names: try names())
        let distilled = try Distillate(tree, order)
        // What comes out can be used, or it is not written.
        try check(distilled, call)
        call.warn(distilled)
        guard let out else {
            let answer = Answer(
                name: distilled.name, text: distilled.text, path: nil, warnings: distilled.warnings)
            return call.answer(answer) { screen in
                // As it is, for a file; for a person's screen without what would move it.
                screen.columns == nil ? String(distilled.text.dropLast()) : screen.paragraph(distilled.text)
            }
        }
        let path = out.hasPrefix("/") ? out : "\(call.surroundings.directory)/\(out)"
        try FormulaFile.create(path, text: distilled.text)
        let answer = Answer(name: distilled.name, text: nil, path: path, warnings: distilled.warnings)
        call.answer(answer) { "\($0.plain(path)) is there; gt formula show \($0.plain(path))" }
    }

    private struct Answer: Encodable {
        var name: String
        var text: String?
        var path: String?
        var warnings: [String]
    }

    private func names() throws(CommandFailure) -> [String: String] {
        var names: [String: String] = [:]
        for given in variables {
            guard names.updateValue(given.name, forKey: given.value) == nil else {
                throw .usage("--var \(UntrustedText.line(given.value)) is given twice", hint: "leave one of them out")
            }
        }
        return names
    }

    private func check(_ distilled: Distillate, _ call: Invocation) throws(CommandFailure) {
        let (formula, problems) = Formula.read(text: distilled.text, path: epic)
        guard let formula else { throw call.failure(FormulaFailure(problems), of: epic) }
        do throws(FormulaFailure) {
            _ = try Cook.dish(Cook.Order(formula.name), mode: .draft) { name in name == formula.name ? formula : nil }
        } catch {
            throw call.failure(error, of: epic)
        }
    }
}
