import ArgumentParser
import TownModel
import Wire

/// Both ends and the kind of an edge, as `dep add` and `dep remove` take them.
struct EdgeArguments: ParsableArguments {
    @Argument(help: "The bead that depends.", completion: IDCompletion.beads) var bead: String
    @Argument(help: "The bead it depends on.", completion: IDCompletion.beads) var on: String
    @Option(name: .shortAndLong, help: "blocks, parent-child, related or discovered-from.") var type = "blocks"

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
        discussion: "Example: gt bead dep add web-a1 web-b2   # web-a1 waits for web-b2")

    @OptionGroup var arguments: EdgeArguments
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let edge = try await arguments.edge(client)
        let reply = try await client.command(EdgeAdd(edge: edge))
        call.answer(reply.bead) { _ in "\(edge.from) now depends on \(edge.to) (\(edge.type.rawValue))" }
    }
}
