import ArgumentParser
import TownModel
import Wire

struct MoleculeSquashCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "squash",
        abstract: "Keep a digest of a molecule as a closed bead, and let its steps go.",
        discussion: """
            Without a summary the digest is a list: how many steps ended how, how long it took, and each step's note and
            output, within bounds. A formula with squash = { trigger = "on_complete" } does it by itself at its end.

            Example: gt mol squash gt-wisp-a1b2c3
            Example: gt mol squash gt-wisp-a1b2c3 --summary "two tests were flaky"
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Option(help: "What the digest says, in place of a list of the steps.") var summary: String?
    @Flag(help: "The summary is read from standard input.") var stdin = false
    @Flag(help: "It has not ended: its root is closed as skipped.") var force = false
    @Flag(help: "Its steps can be looked at for a week more.") var keep = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if summary != nil, stdin { throw ValidationError("--summary or --stdin, not both") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        let reply = try await client.command(
            MoleculeSquash(
                molecule: root, summary: stdin ? try TextSource.text("-") : summary, isForced: force, keepsRows: keep))
        call.answer(reply) { "squashed \(root) into \(BeadText.line(reply.bead, $0))" }
    }
}
