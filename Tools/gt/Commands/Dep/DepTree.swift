import ArgumentParser
import TownModel
import Wire

struct DepTreeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Show what a bead hangs on, as a tree; with --up what hangs on it.",
        discussion: "Example: gt bead dep tree web-a1 --depth 3")

    @Argument(completion: IDCompletion.beads) var bead: String
    @Flag(help: "What depends on it instead.") var up = false
    @Option(help: "At most so deep.") var depth = 50
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard depth > 0 else { throw ValidationError("--depth is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.query(
            DependencyTree(id: try await client.bead(bead), direction: up ? .up : .down, depthMax: depth))
        call.answer(reply.nodes) { screen in
            reply.nodes.map { Self.line($0, screen) }.joined(separator: "\n")
        }
        if reply.isCut { call.note("there is more below: --depth, or the tree of one of its beads") }
    }

    private static func line(_ node: DependencyTreeReply.Node, _ screen: Screen) -> String {
        let indent = String(repeating: "  ", count: node.depth)
        let type = node.type.map { $0 == .blocks ? "" : screen.paint(" (\(screen.plain($0.rawValue)))", .dim) } ?? ""
        let state = BeadText.state(node.bead)
        let again = node.isRepeated ? screen.paint(" (see above)", .dim) : ""
        return "\(indent)\(BeadText.line(node.bead, screen)) \(screen.paint("[\(state.text)]", .dim))\(type)\(again)"
    }
}
