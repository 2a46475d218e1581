import ArgumentParser
import TownModel
import Wire

/// Both ends and the kind of an edge, as `dep add` and `dep remove` take them.
struct EdgeArguments: ParsableArguments {
    @Argument(help: "The bead that depends.", completion: IDCompletion.beads) var bead: String
    @Argument(help: "The bead it depends on.", completion: IDCompletion.beads) var on: String
    @Option(name: .shortAndLong, help: "blocks, parent-child, waits-for, conditional-blocks, related …") var type =
        "blocks"

    func validate() throws {
        guard EdgeType.creatable.contains(EdgeType(rawValue: type)) else {
            let known = EdgeType.creatable.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--type is one of \(known), not \(type)")
        }
    }

    func edge(_ client: TownClient) async throws -> Edge {
        Edge(from: try await client.bead(bead), to: try await client.bead(on), type: EdgeType(rawValue: type))
    }
}

struct DepAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a bead depend on another.",
        discussion: """
            blocks: until the other is closed. merge-blocks: until it has landed. conditional-blocks: only if the other
            fails, else it is skipped. waits-for: until its children are closed. parent-child: as a part of it. Any other
            type says something and holds nothing.

            Example: gt bead dep add web-a1 web-b2   # web-a1 waits for web-b2
            """)

    @OptionGroup var arguments: EdgeArguments
    @Option(help: "With waits-for: all-children or any-children.") var gate: ChildGate?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if gate != nil, arguments.type != EdgeType.waitsFor.rawValue {
            throw ValidationError("--gate goes with --type waits-for")
        }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var edge = try await arguments.edge(client)
        edge.gate = gate
        let reply = try await client.command(EdgeAdd(edge: edge))
        call.answer(reply.bead) { _ in "\(edge.from) now depends on \(edge.to) (\(edge.type.rawValue))" }
    }
}
