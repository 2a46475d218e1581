import FormulaFiles
import Formulas
import TownModel
import Wire

/// A template among the beads, from which molecules are made as from a formula: distilled and cooked, without a file.
struct Proto {
    let bead: Bead
    let dish: Cook.Dish
    /// Of the molecule, if nobody says otherwise.
    let title: String

    /// nil when the word names no bead.
    ///
    /// Throws 1 for a bead that is no template.
    init?(
        _ word: String, variables: [String: String], _ call: Invocation, _ client: TownClient
    ) async throws(CommandFailure) {
        guard BeadID(word) != nil, let bead = try await Self.bead(word, client) else { return nil }
        guard bead.labels.contains(Bead.templateLabel) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(bead.id) is no template", about: bead.id.text,
                hint: "gt mol distill \(bead.id) makes a formula of it")
        }
        let tree = try await client.tree(of: bead.id)
        let distilled = try Distillate(tree, DistillOrder())
        call.warn(distilled)
        let (formula, problems) = Formula.read(text: distilled.text, path: bead.id.text)
        guard var formula else { throw Self.failure(FormulaFailure(problems), of: bead, call) }
        formula.name = distilled.name
        do throws(FormulaFailure) {
            dish = try Cook.dish(Cook.Order(formula.name, variables: variables), mode: .ready) { name in
                name == formula.name ? formula : nil
            }
        } catch {
            throw Self.failure(error, of: bead, call)
        }
        self.bead = bead
        title = distilled.title(with: dish.graph.variables)
    }

    private static func failure(_ error: FormulaFailure, of bead: Bead, _ call: Invocation) -> CommandFailure {
        var failure = call.failure(error, of: bead.id.text)
        failure.hint = "--var name=value gives a variable its value; gt mol distill \(bead.id) shows the text"
        return failure
    }

    private static func bead(_ word: String, _ client: TownClient) async throws(CommandFailure) -> Bead? {
        do {
            return try await client.details([word]).first?.bead
        } catch {
            guard error.code == ErrorCode.notFound.rawValue else { throw error }
            return nil
        }
    }
}

extension Distillate {
    /// Throws 65 for beads that no formula can be made of.
    init(_ tree: BeadTree, _ order: DistillOrder) throws(CommandFailure) {
        do throws(DistillFault) {
            self = try Distilling.distill(tree, order)
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", error.sentence, about: tree.root.id.text, hint: error.remedy)
        }
    }
}

extension Invocation {
    /// What the beads say and the formula does not, on stderr.
    func warn(_ distilled: Distillate) {
        for warning in distilled.warnings { note("gt: \(UntrustedText.line(warning)) (warning)") }
    }
}
