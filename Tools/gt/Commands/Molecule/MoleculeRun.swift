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
    @Flag(help: "Stay while gates and rests hold it, until it has ended or a step is yours to do.") var stay = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        if stay { EndOnInterrupt.arm() }
        let walker = MoleculeWalker(
            call: call, client: client, root: root, directory: call.surroundings.directory, waits: stay)
        let reply = try await walker.walk()
        call.answer(reply) { MoleculeText.next(reply, $0) }
        guard reply.next == nil, reply.molecule.endedAt == nil else { return }
        throw CommandFailure(
            .tryAgain, code: "busy", "nothing of \(root) can be claimed now", about: root.text,
            hint: "gt mol show \(root) says what is open")
    }
}
