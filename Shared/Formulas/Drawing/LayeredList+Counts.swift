internal import TownModel

/// What a list comes to when its loops are unfolded.
extension LayeredList {
    var stepCount: Int64 {
        nodes.indices.reduce(0) { sum, at in
            switch nodes[at].shape {
            case .step: sum.clampedSum(1)
            case .group: sum
            case .loop: sum.clampedSum(rounds(at).clampedProduct(bodies[at]?.stepCount ?? 0))
            }
        }
    }

    /// Steps and groups.
    func nodeCount(_ at: Int) -> Int64 {
        guard let body = bodies[at] else { return 1 }
        return rounds(at).clampedProduct(body.nodeCount)
    }

    var nodeCount: Int64 { nodes.indices.reduce(0) { $0.clampedSum(nodeCount($1)) } }

    /// How many nodes a node's first iteration begins with, or its last ends with.
    private var entryCount: Int64 { entries.reduce(0) { $0.clampedSum(bodies[$1]?.entryCount ?? 1) } }
    private var sinkCount: Int64 { sinks.reduce(0) { $0.clampedSum(sinkCount($1)) } }
    private func sinkCount(_ at: Int) -> Int64 { bodies[at]?.sinkCount ?? 1 }

    var edgeCount: Int64 {
        nodes.indices.filter { !isEmpty($0) }.reduce(0) { sum, at in
            let before = targets[at].reduce(Int64(0)) { $0.clampedSum(sinkCount($1.node)) }
            guard let body = bodies[at] else { return sum.clampedSum(before) }
            let within = rounds(at).clampedProduct(body.edgeCount)
            let between = (rounds(at) - 1).clampedProduct(body.entryCount.clampedProduct(body.sinkCount))
            return sum.clampedSum(within).clampedSum(between).clampedSum(body.entryCount.clampedProduct(before))
        }
    }
}
