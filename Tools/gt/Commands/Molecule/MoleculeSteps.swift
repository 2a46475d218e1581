import ArgumentParser
import Formulas
import TownModel
import Wire

struct MoleculeStepsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "A molecule's steps in their order, with how each stands.",
        discussion: """
            Example: gt mol steps gt-wisp-a1b2c3 --reached
            Example: gt mol steps gt-wisp-a1b2c3 --after 1000000
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Option(help: "Those after this number.") var after: Int64 = 0
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Flag(help: "Only those that something has happened to.") var reached = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.bead(molecule)
        let reply = try await client.query(
            MoleculeSteps(molecule: root, after: after, limit: limit, onlyReached: reached))
        call.answer(reply.steps) { screen in
            reply.steps.isEmpty ? "no steps" : MoleculeText.table(reply.steps, of: root, screen)
        }
        if let next = reply.next { call.note("there is more: --after \(next)") }
    }
}

struct MoleculeDagCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "dag",
        abstract: "Draw what a molecule is made of, and what waits for what.",
        discussion: """
            Example: gt mol dag gt-wisp-a1b2c3
            Example: gt mol dag gt-wisp-a1b2c3 --dot
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Flag(help: "For Graphviz.") var dot = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let graph = try await client.query(MoleculeGraph(molecule: try await client.bead(molecule)))
        call.answer(graph) { screen in
            dot ? GraphDOT.draw(graph) : GraphText.draw(graph).map(screen.plain).joined(separator: "\n")
        }
    }
}
