import ArgumentParser
import TownModel
import Wire

struct BdDepAdd: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make an issue depend on another.",
        discussion: "Example: bd dep add web-a1 web-b2 --type discovered-from")

    @OptionGroup var edge: BdEdge
    @Option(name: .shortAndLong, help: BdEdgeType.help) var type = BdEdgeType(.blocks)
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let ends = try await edge.ends(client)
        let edge = Edge(from: ends.from, to: ends.to, type: type.value)
        _ = try await client.command(EdgeAdd(edge: edge))
        call.answer(BdEdge.json("added", edge)) { _ in
            "\(edge.from) now depends on \(edge.to) (\(edge.type.rawValue))"
        }
    }
}
