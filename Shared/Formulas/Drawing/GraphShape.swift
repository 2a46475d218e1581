package import TownModel

/// How large a graph is, its loops unfolded: found by arithmetic, in time that depends on what is written and not on
/// how often loops go round.
package struct GraphShape: Hashable, Sendable {
    /// Groups and loops are not counted.
    package var steps: Int64
    /// Needs of steps and groups.
    package var edges: Int64
    /// Steps on the longest way.
    package var depth: Int64
    /// Steps in the fullest layer, each standing as early as its needs let it.
    ///
    /// Exact, but for a loop of very many uneven layers beside other steps: there it may be more than the truth,
    /// never less.
    package var width: Int64

    package init(steps: Int64, edges: Int64, depth: Int64, width: Int64) {
        self.steps = steps
        self.edges = edges
        self.depth = depth
        self.width = width
    }

    package static func of(_ graph: CookedGraph) -> GraphShape {
        let list = LayeredList(graph.nodes)
        return GraphShape(
            steps: list.stepCount, edges: list.edgeCount, depth: list.depth,
            width: list.profile.runs.map(\.steps).max() ?? 0)
    }
}

/// How many steps each layer has, equal neighbours as one run.
struct LayerProfile {
    struct Run {
        var layers: Int64
        var steps: Int64
    }

    var runs: [Run] = []

    /// A loop of more is counted with its fullest layer.
    static let runsMax = 100_000

    mutating func append(_ run: Run) {
        guard run.layers > 0 else { return }
        if runs.last?.steps == run.steps {
            runs[runs.count - 1].layers = runs[runs.count - 1].layers.clampedSum(run.layers)
        } else {
            runs.append(run)
        }
    }

    func repeated(_ times: Int64) -> LayerProfile {
        guard times > 0 else { return LayerProfile() }
        if runs.count > 1, times > Int64(Self.runsMax / runs.count) {
            let layers = runs.reduce(Int64(0)) { $0.clampedSum($1.layers) }.clampedProduct(times)
            return LayerProfile(runs: [Run(layers: layers, steps: runs.map(\.steps).max() ?? 0)])
        }
        if let only = runs.first, runs.count == 1 {
            return LayerProfile(runs: [Run(layers: only.layers.clampedProduct(times), steps: only.steps)])
        }
        var result = LayerProfile()
        for _ in 0..<times { runs.forEach { result.append($0) } }
        return result
    }
}

extension LayeredList {
    /// Of the whole list: where the number of steps at work changes, summed up from layer to layer.
    var profile: LayerProfile {
        var changes: [Int64: Int64] = [:]
        for at in nodes.indices {
            switch nodes[at].shape {
            case .step:
                changes[begin[at], default: 0] += 1
                changes[begin[at].clampedSum(1), default: 0] -= 1
            case .group: break
            case .loop:
                var layer = begin[at]
                for run in bodies[at]?.profile.repeated(rounds(at)).runs ?? [] {
                    changes[layer, default: 0] += run.steps
                    layer = layer.clampedSum(run.layers)
                    changes[layer, default: 0] -= run.steps
                }
            }
        }
        var profile = LayerProfile()
        var steps: Int64 = 0
        var layer: Int64 = 0
        for (next, change) in changes.sorted(by: { $0.key < $1.key }) {
            profile.append(LayerProfile.Run(layers: next - layer, steps: steps))
            steps += change
            layer = next
        }
        return profile
    }
}
