import ArgumentParser
import TownModel
import Wire

struct MoleculeNextCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "End a step and claim the next, in one; without --done, claim one, or say which is yours.",
        discussion: """
            Said again, it changes nothing and gives the step that is yours: after a crash, say it once more.

            Example: gt mol next gt-wisp-a1b2c3
            Example: gt mol next gt-wisp-a1b2c3 --done 4 --output risk=low
            Example: gt mol next gt-wisp-a1b2c3 --failed 4 -m "no network"
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Option(help: "The number of the step that is done.") var done: Int64?
    @Option(help: "The number of the step that failed; it is tried again if its formula says so.") var failed: Int64?
    @Option(name: .customLong("output"), help: "What the step gave: name=value. As often as needed.")
    var outputs: [NamedValue] = []
    @Option(name: .shortAndLong, help: "With what result, or why.") var message: String?
    @Flag(help: "Claim nothing.") var stop = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if done != nil, failed != nil { throw ValidationError("--done or --failed, not both") }
        if done == nil, failed == nil, !outputs.isEmpty || message != nil {
            throw ValidationError("--output and --message are about a step: say --done or --failed")
        }
        if done == nil, failed == nil, stop { throw ValidationError("--stop without a step does nothing") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        var next = MoleculeNext(molecule: root, claims: !stop)
        if let number = done ?? failed {
            let output = try outputs.values()
            next = MoleculeNext(
                molecule: root, ends: number, failed: failed != nil, output: output.isEmpty ? nil : output,
                note: message, claims: !stop)
        }
        var reply = try await client.command(next)
        if let fanOuts = reply.fanOuts, fanOuts.contains(where: { !$0.due.isEmpty }) {
            _ = try await FanOutMaker(call: call, client: client).children(of: root, fanOuts)
            reply.fanOuts = try await client.query(MoleculeShow(molecule: root)).fanOuts
        }
        call.answer(reply) { screen in
            stop && reply.molecule.endedAt == nil
                ? MoleculeText.detail(MoleculeReply(molecule: reply.molecule, open: reply.open ?? []), screen)
                : MoleculeText.next(reply, screen)
        }
    }
}

struct StepOutputCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "output",
        abstract: "Write down what a step that you have claimed has found out.",
        discussion: """
            Conditions of later steps may ask for it. An empty value takes a name away.

            Example: gt step output gt-wisp-a1b2c3.2 risk=high files=12
            """)

    @Argument(help: "The step: <molecule>.<number>.") var step: StepID
    @Argument(help: "name=value.") var outputs: [NamedValue]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(
            StepOutput(molecule: step.root, number: step.number, output: try outputs.values()))
        call.answer(reply) { MoleculeText.line(reply.step, of: reply.molecule, $0) }
    }
}
