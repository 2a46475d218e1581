import ArgumentParser
import TownModel
import Wire

struct BdDepRemove: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a dependency away; without --type all between the two.",
        discussion: "Example: bd dep remove web-a1 web-b2",
        aliases: ["rm"])

    @OptionGroup var edge: BdEdge
    @Option(name: .shortAndLong, help: "Only of this type.") var type: String?
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let ends = try await edge.ends(client)
        let wanted = type.map(EdgeType.init(rawValue:))
        let found = try await client.details([ends.from.text])[0].edges.filter {
            $0.from == ends.from && $0.to == ends.to && (wanted == nil || $0.type == wanted)
        }
        guard let first = found.first else {
            throw CommandFailure(
                .refused, code: "not-found",
                "\(ends.from) does not depend on \(ends.to)\(wanted.map { " by \($0.rawValue)" } ?? "")",
                about: ends.from.text, hint: "bd dep list \(ends.from)")
        }
        for edge in found { _ = try await client.command(EdgeRemove(edge: edge)) }
        call.answer(BdEdge.json("removed", first)) { _ in
            found.map { "\($0.from) no longer depends on \($0.to) (\($0.type.rawValue))" }.joined(separator: "\n")
        }
    }
}
