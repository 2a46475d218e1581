import ArgumentParser
import TownModel
import Wire

/// Both ends and the type of a dependency, as `dep add` and `dep remove` take them.
struct BdEdge: ParsableArguments {
    @Argument(help: "What depends.", completion: IDCompletion.beads) var issue: String
    @Argument(help: "What it depends on.", completion: IDCompletion.beads) var on: String?
    @Option(
        name: [.customLong("blocked-by"), .customLong("depends-on")], help: "The same as an option.",
        completion: IDCompletion.beads)
    var blockedBy: String?

    func validate() throws {
        guard (on == nil) != (blockedBy == nil) else { throw ValidationError("say what it depends on, once") }
    }

    func ends(_ client: TownClient) async throws -> (from: BeadID, to: BeadID) {
        let target = on ?? blockedBy ?? ""
        guard !target.hasPrefix("external:") else {
            throw CommandFailure(
                .refused, code: "not-found", "\(target) lies in another project, which this town does not see",
                about: target, hint: "make an issue here that stands for it, and depend on that")
        }
        return (try await client.bead(issue), try await client.bead(target))
    }

    static func json(_ status: String, _ edge: Edge) -> String {
        RawJSON.object([
            "status": RawJSON.text(status), "issue_id": RawJSON.text(edge.from.text),
            "depends_on_id": RawJSON.text(edge.to.text), "type": RawJSON.text(edge.type.rawValue),
        ])
    }
}

/// The type of a dependency that can be made by hand.
struct BdEdgeType: ExpressibleByArgument {
    let value: EdgeType

    init(_ value: EdgeType) { self.value = value }

    init?(argument: String) {
        value = EdgeType(rawValue: argument)
        guard EdgeType.creatable.contains(value) else { return nil }
    }

    static let help = ArgumentHelp(
        stringLiteral: EdgeType.creatable.map(\.rawValue).joined(separator: ", ") + ".")
}
