import ArgumentParser
import TownModel
import Wire

struct MoleculeAttachCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Make a molecule that is on its way the way of working at a bead.",
        discussion: """
            Whoever has the bead on his hook walks it from then on. An agent attaches to the bead on his own hook; a person to
            any. A bead has one way, and a molecule is the way of one bead.

            Example: gt mol attach gt-wisp-a1b2c3 web-a1
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Argument(help: "The bead.", completion: IDCompletion.beads) var bead: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        let reply = try await client.command(MoleculeAttach(molecule: root, bead: try await client.bead(bead)))
        call.answer(reply) { MoleculeText.detail(reply, $0) }
    }
}

struct MoleculeDetachCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach",
        abstract: "Part a bead and the molecule that is its way; both go on by themselves.",
        discussion: """
            Steps that were claimed can be claimed by anybody again.

            Example: gt mol detach gt-wisp-a1b2c3
            Example: gt mol detach web-a1
            """)

    @Argument(help: "The molecule, or the bead.", completion: IDCompletion.molecules) var id: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MoleculeDetach(id: try await client.bead(id)))
        call.answer(reply) { MoleculeText.detail(reply, $0) }
    }
}
