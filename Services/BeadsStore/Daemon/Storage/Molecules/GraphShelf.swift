internal import TownModel
internal import Wire

/// Graphs that were read a moment ago, by hash: reading one costs more than a step. Bounded by nodes, so that a thousand
/// small molecules stay and a few large ones do too. Used by one thread.
final class GraphShelf {
    /// About 50 MB of graphs with short texts.
    static let nodesMax = 100_000

    private var indexes: [String: GraphIndex] = [:]
    /// The least lately used first.
    private var order: [String] = []
    private var nodes = 0

    func graph(
        _ hash: String, read: (String) throws(LedgerError) -> CookedGraph
    ) throws(LedgerError) -> GraphIndex {
        if let known = indexes[hash] {
            if order.last != hash, let at = order.firstIndex(of: hash) {
                order.remove(at: at)
                order.append(hash)
            }
            return known
        }
        let index = GraphIndex(try read(hash))
        put(index, hash)
        return index
    }

    private func put(_ index: GraphIndex, _ hash: String) {
        nodes += Self.size(index.graph.nodes)
        indexes[hash] = index
        order.append(hash)
        while nodes > Self.nodesMax, order.count > 1 {
            if let gone = indexes.removeValue(forKey: order.removeFirst()) { nodes -= Self.size(gone.graph.nodes) }
        }
    }

    private static func size(_ nodes: [GraphNode]) -> Int {
        nodes.reduce(0) { sum, node in
            guard case .loop(let loop) = node.shape else { return sum + 1 }
            return sum + 1 + size(loop.body)
        }
    }
}
