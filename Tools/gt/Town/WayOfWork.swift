import FormulaFiles
import Formulas
import Host
import TownModel
import Wire

/// The molecule that is the way of working at the bead of a session. A rig's default formula becomes one when somebody first
/// asks what there is to do: said twice, by two who begin, it is made once.
struct WayOfWork {
    let call: Invocation
    let client: TownClient
    let session: OwnSession

    /// What is on its way, or is made now; nil: the bead is worked at as it says itself.
    ///
    /// A formula that can't be used is said, and does not keep anybody from working.
    func molecule(_ reply: PrimeReply) async throws -> MoleculeReply? {
        if let known = reply.molecule { return known }
        guard let formula = reply.formula, let bead = reply.hook.bead?.id else { return nil }
        do {
            return try await client.command(
                MoleculeMake(graph: try graph(of: formula), rig: session.assignment.agent.rig, attach: bead))
        } catch let error as CommandFailure where error.code != "conflict" && error.status != .away {
            call.note("gt: \(formula), the formula of this rig, can't be used: \(error.message)")
            return nil
        } catch let error as CommandFailure where error.code == "conflict" {
            // Somebody else of this session was quicker.
            return try await client.query(PrimeShow(agent: nil)).molecule
        }
    }

    private func graph(of formula: String) throws -> CookedGraph {
        let assignment = session.assignment
        let known = ["bead": assignment.bead.text, "target": assignment.target]
        var shelf = try call.formulaShelf(rig: assignment.agent.rig)
        let name = try call.formula(formula, on: &shelf)
        do throws(FormulaFailure) {
            let declared = try shelf.composed(name).formula.variables.map(\.name)
            let values = known.filter { declared.contains($0.key) }
            return try shelf.cook(Cook.Order(name, variables: values), mode: .ready).graph
        } catch {
            throw call.failure(error, of: formula)
        }
    }
}
