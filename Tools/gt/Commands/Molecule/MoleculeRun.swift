import ArgumentParser
import TownModel
import Wire

struct MoleculeRunCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Carry out the steps that are commands, one after the other, until one is not.",
        discussion: """
            A step's `run` is a shell command: it is run here, with the variables in its environment (GT_VAR_name), and what it
            writes to the file $GT_STEP_OUTPUT (lines of name=value) is what the step gave. A status of 0 is done, anything
            else has failed. Killed in between, say it again: the command that was on its way runs once more.

            Example: gt mol run gt-wisp-a1b2c3
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        let index = GraphIndex(try await client.query(MoleculeGraph(molecule: root)))
        var reply = try await client.command(MoleculeNext(molecule: root))
        while let step = reply.next, let command = step.step.run {
            call.note(MoleculeText.line(step, of: reply.molecule, call.screen))
            let loops = index.place(of: step.number)?.loopVariables.map { ($0.name, String($0.value)) } ?? []
            let run = StepRun(
                step: step, molecule: reply.molecule,
                variables: index.graph.variables.merging(loops) { _, inner in inner },
                directory: call.surroundings.directory)
            let outcome = try await run.run(command)
            if let note = outcome.note { call.note("  \(note)") }
            reply = try await client.command(
                MoleculeNext(
                    molecule: root, ends: step.number, failed: !outcome.isDone,
                    output: outcome.output.isEmpty ? nil : outcome.output, note: outcome.note))
        }
        call.answer(reply) { MoleculeText.next(reply, $0) }
        guard reply.next == nil, reply.molecule.endedAt == nil else { return }
        throw CommandFailure(
            .tryAgain, code: "busy", "nothing of \(root) can be claimed now", about: root.text,
            hint: "gt mol show \(root) says what is open")
    }
}
