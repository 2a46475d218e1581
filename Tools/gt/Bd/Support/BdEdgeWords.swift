import TownModel
import Wire

/// What an issue depends on, as `type:id` or as an id alone, which it then waits for.
struct BdEdgeWords {
    private let words: [String]

    init(_ words: [String]) { self.words = words }

    func edges(_ client: TownClient) async throws -> [NewEdge] {
        var edges: [NewEdge] = []
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            // An id may have a colon itself: only a known type before it makes it a type.
            let isTyped = parts.count == 2 && EdgeType.creatable.contains(EdgeType(rawValue: parts[0]))
            guard isTyped || !word.contains(":") else {
                let known = EdgeType.creatable.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure.usage("\"\(parts[0])\" is no type of a dependency", hint: "types: \(known)")
            }
            let type = isTyped ? EdgeType(rawValue: parts[0]) : .blocks
            edges.append(NewEdge(to: try await client.bead(isTyped ? parts[1] : word), type: type))
        }
        return edges
    }
}
