import ArgumentParser
import TownModel
import Wire

struct MoleculeReleaseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a step go on: give it back, have it tried once more, or open its gate.",
        discussion: """
            You give back a step that you have claimed; all else only a person may. A loop whose condition never came true
            counts as done then.

            Example: gt mol release gt-wisp-a1b2c3.7 -r "the network is back"
            """)

    @Argument(help: "The step: <molecule>.<number>.") var step: StepID
    @Option(name: .shortAndLong, help: "Why.") var reason: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(
            StepRelease(molecule: step.root, number: step.number, reason: reason))
        call.answer(reply) { MoleculeText.line(reply.step, of: reply.molecule, $0) }
    }
}

struct MoleculeBurnCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "burn",
        abstract: "End a molecule without its work: its steps go, its root is closed with the reason.",
        discussion: "Example: gt mol burn gt-wisp-a1b2c3 -r \"not wanted any more\"")

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Option(name: .shortAndLong, help: "Why.") var reason: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            MoleculeBurn(molecule: try await client.bead(molecule), reason: reason))
        call.answer(reply.bead) { "burned \(BeadText.line(reply.bead, $0))" }
    }
}
