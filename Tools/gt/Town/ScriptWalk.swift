import Agents
import Host
import TownModel
import Wire

/// How the script agent goes through a molecule: commands are run, and what only a reader could do is passed over, with a note.
///
/// The bead's own commands are run at the step that says `work = "bead"` in its metadata.
struct ScriptWalk {
    /// A step's metadata: it is where the bead's own work is done.
    static let workKey = "work"
    static let ownWork = "bead"

    let call: Invocation
    let client: TownClient
    let session: OwnSession
    /// The commands of the bead itself; nil: it has none.
    let ownScript: String?

    /// Throws where it can't be walked to its end.
    func walk(_ molecule: Molecule) async throws {
        var walker = MoleculeWalker(
            call: call, client: client, root: molecule.root, directory: session.assignment.worktree,
            surroundings: session.scriptVariables, waits: true)
        walker.other = { run in try await carryOut(run) }
        let reply = try await walker.walk()
        guard reply.molecule.endedAt == nil else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(molecule.root) did not come to its end: \(MoleculeText.progress(reply.molecule))",
            about: molecule.root.text, hint: "gt mol show \(molecule.root) says what holds it")
    }

    private func carryOut(_ run: StepRun) async throws -> StepRun.Outcome {
        guard let script = try script(of: run.step.step) else {
            return StepRun.Outcome(isDone: true, output: [:], note: "nothing to run")
        }
        call.note(MoleculeText.line(run.step, of: run.molecule, call.screen))
        return try await run.run("set -e\n\(script)")
    }

    private func script(of step: GraphStep) throws -> String? {
        if step.metadata?[Self.workKey] == Self.ownWork { return ownScript }
        do throws(BeadScript.Problem) {
            return try BeadScript(description: step.description ?? "").text
        } catch .noBlock {
            return nil
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", "the step \(step.id) can't be carried out: \(error)", about: step.id,
                hint: "gt formula show names the formula's file")
        }
    }
}
