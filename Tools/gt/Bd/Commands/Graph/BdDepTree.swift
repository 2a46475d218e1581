import ArgumentParser
import TownModel
import Wire

struct BdDepTree: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Show what an issue depends on, what that depends on, and so on.",
        discussion: "Example: bd dep tree web-a1 --direction up")

    enum Direction: String, ExpressibleByArgument, CaseIterable {
        case down, up, both
    }

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Option(help: "down: what it depends on; up: what depends on it; both.") var direction: Direction = .down
    @Option(name: [.customShort("d"), .customLong("max-depth"), .customLong("depth")], help: "So many steps.")
    var depth = 50
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard (1...100).contains(depth) else { throw ValidationError("--max-depth is 1 to 100, not \(depth)") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let root = try await client.bead(id)
        let directions: [DependencyTree.Direction] =
            switch direction {
            case .down: [.down]
            case .up: [.up]
            case .both: [.down, .up]
            }
        var trees: [DependencyTreeReply] = []
        for direction in directions {
            trees.append(try await client.query(DependencyTree(id: root, direction: direction, depthMax: depth)))
        }
        // The root of a second tree is that of the first.
        let nodes = (trees.first?.nodes ?? []) + (trees.dropFirst().first?.nodes.dropFirst() ?? [])
        let beads = try await client.lines(of: Set(nodes.map(\.bead.id)).sorted())
        call.answer(Self.json(nodes, beads)) { screen in
            nodes.map { Self.line($0, screen) }.joined(separator: "\n")
        }
        if trees.contains(where: \.isCut) { call.note("there is more than is shown: the tree is cut") }
    }

    private static func json(_ nodes: [DependencyTreeReply.Node], _ beads: [BdBead]) -> String {
        let known = Dictionary(beads.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var above: [String] = []
        return RawJSON.array(
            nodes.compactMap { node in
                above = above.prefix(node.depth) + [node.bead.id.text]
                return known[node.bead.id.text]?.json([
                    "depth": String(node.depth),
                    "parent_id": node.depth == 0 ? nil : RawJSON.text(above[node.depth - 1]),
                    "dependency_type": node.type.map { RawJSON.text($0.rawValue) },
                    "truncated": node.isRepeated ? "true" : "false",
                ])
            })
    }

    private static func line(_ node: DependencyTreeReply.Node, _ screen: Screen) -> String {
        let type = node.type.map { $0 == .blocks ? "" : " (\(screen.plain($0.rawValue)))" } ?? ""
        let again = node.isRepeated ? " (see above)" : ""
        return String(repeating: "  ", count: node.depth) + BeadText.line(node.bead, screen)
            + " [\(BeadText.state(node.bead).text)]" + type + again
    }
}
