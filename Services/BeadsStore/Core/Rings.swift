/// Rings in a directed graph: who waits for itself, by way of others.
package enum Rings {
    /// One ring of each knot (strongly connected component) that has one, as short as can be: every node leads to the next,
    /// the last to the first. O(V+E), without recursion, whatever the depth.
    package static func find<Node: Hashable & Comparable>(_ next: [Node: [Node]]) -> [[Node]] {
        knots(next).compactMap { knot in
            guard let start = knot.min() else { return nil }
            return ring(from: start, within: knot, next)
        }.sorted { $0[0] < $1[0] }
    }

    /// Tarjan's components of more than one node, or of one that leads to itself.
    private static func knots<Node: Hashable & Comparable>(_ next: [Node: [Node]]) -> [Set<Node>] {
        var number: [Node: Int] = [:]
        var low: [Node: Int] = [:]
        var onStack: Set<Node> = []
        var stack: [Node] = []
        var found: [Set<Node>] = []
        for root in next.keys.sorted() where number[root] == nil {
            var path: [(node: Node, done: Int)] = [(root, 0)]
            while let (node, done) = path.last {
                if done == 0 {
                    number[node] = number.count
                    low[node] = number[node]
                    stack.append(node)
                    onStack.insert(node)
                }
                let targets = next[node] ?? []
                if done < targets.count {
                    path[path.count - 1].done += 1
                    let target = targets[done]
                    if number[target] == nil {
                        path.append((target, 0))
                    } else if onStack.contains(target) {
                        low[node] = min(low[node] ?? 0, number[target] ?? 0)
                    }
                    continue
                }
                path.removeLast()
                if let above = path.last?.node { low[above] = min(low[above] ?? 0, low[node] ?? 0) }
                guard low[node] == number[node] else { continue }
                var knot: Set<Node> = []
                while let member = stack.popLast() {
                    onStack.remove(member)
                    knot.insert(member)
                    if member == node { break }
                }
                if knot.count > 1 || next[node]?.contains(node) == true { found.append(knot) }
            }
        }
        return found
    }

    /// The shortest way from a node back to itself, breadth first.
    private static func ring<Node: Hashable>(from start: Node, within knot: Set<Node>, _ next: [Node: [Node]]) -> [Node]
    {
        var cameFrom: [Node: Node] = [:]
        var waiting = [start]
        var at = 0
        while at < waiting.count {
            let node = waiting[at]
            at += 1
            for target in next[node] ?? [] where knot.contains(target) {
                if target == start {
                    var ring = [node]
                    while ring[ring.count - 1] != start, let before = cameFrom[ring[ring.count - 1]] {
                        ring.append(before)
                    }
                    return ring.reversed()
                }
                if cameFrom[target] == nil {
                    cameFrom[target] = node
                    waiting.append(target)
                }
            }
        }
        return []
    }
}
