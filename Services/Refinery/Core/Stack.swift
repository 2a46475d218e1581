package import TownModel

/// One request's change in a stack: the target's content with everything below it and this on top.
package struct Layer: Hashable, Sendable, Codable {
    package var request: BeadID
    /// The commit that brings it in; its first parent is the layer below, or the stack's base.
    package var tip: CommitID
    package var tree: CommitID

    package init(request: BeadID, tip: CommitID, tree: CommitID) {
        self.request = request
        self.tip = tip
        self.tree = tree
    }
}

/// Requests merged one on top of the other, without a checkout. Height 0 is the target as it was found, height `n` the
/// first `n` layers on it: what is tested, and what lands, is always a height.
package struct Stack: Hashable, Sendable, Codable {
    package var target: String
    /// Where the target stood when it was built.
    package var base: CommitID
    package var baseTree: CommitID
    package var layers: [Layer]
    /// When it was decided to build it.
    package var builtAt: Timestamp

    package init(target: String, base: CommitID, baseTree: CommitID, layers: [Layer], builtAt: Timestamp) {
        self.target = target
        self.base = base
        self.baseTree = baseTree
        self.layers = layers
        self.builtAt = builtAt
    }

    package var height: Int { layers.count }
    package var requests: [BeadID] { layers.map(\.request) }

    package func commit(at height: Int) -> CommitID { height == 0 ? base : layers[height - 1].tip }
    package func tree(at height: Int) -> CommitID { height == 0 ? baseTree : layers[height - 1].tree }

    /// Its first layers.
    package func cut(to height: Int) -> Stack {
        var cut = self
        cut.layers = Array(layers.prefix(height))
        return cut
    }
}
