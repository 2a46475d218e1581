import ArgumentParser
import TownModel
import Wire

struct MoleculeShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "How far a molecule is, how fast, and what is open of it.",
        discussion: "Example: gt mol show gt-wisp-a1b2c3",
        aliases: ["progress"])

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.query(MoleculeShow(molecule: try await client.bead(molecule)))
        call.answer(reply) { MoleculeText.detail(reply, $0) }
    }
}

struct MoleculeCurrentCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "current",
        abstract: "Where you are: molecules with a step of yours, or of the bead on your hook.",
        discussion: "Example: gt mol current")

    @Option(name: .customLong("for"), help: "Of somebody else.") var holder: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(MoleculeCurrent(holder: holder))
        call.answer(reply.molecules) { screen in
            guard !reply.molecules.isEmpty else { return "no step of any molecule" }
            return reply.molecules.map { MoleculeText.detail($0, screen) }.joined(separator: "\n")
        }
    }
}
