package import TownModel

/// Every bead and edge at one moment: blocked and ready from nothing but them, O(V+E).
///
/// The ledger keeps the same facts up to date change by change; this is what they are held against, and what answers for
/// another semantics than the town's.
package struct ReadyGraph {
    package struct Node: Hashable, Sendable {
        package var id: BeadID
        /// Its own fields; what comes from edges is computed here.
        package var facts: Readiness
        package var standing: Standing

        package init(id: BeadID, facts: Readiness, standing: Standing) {
            self.id = id
            self.facts = facts
            self.standing = standing
        }
    }

    private let nodes: [Node]
    private let rule: BlockingRule
    private let places: [BeadID: Int]
    private var parents: [[Int]]
    private var children: [[Int]]
    private var blockers: [Int]
    private var inherited: [Inheritance]

    /// `watched` of an edge: the bead whose children a `waits-for` is about, where that is not the one it leads to.
    package init(
        _ nodes: [Node], edges: [(edge: Edge, watched: BeadID?)], semantics: Semantics
    ) {
        self.nodes = nodes
        rule = BlockingRule(semantics)
        places = Dictionary(nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        parents = Array(repeating: [], count: nodes.count)
        children = parents
        blockers = Array(repeating: 0, count: nodes.count)
        inherited = Array(repeating: [], count: nodes.count)
        for (edge, _) in edges where edge.type == .parentChild {
            guard let child = places[edge.from], let parent = places[edge.to] else { continue }
            parents[child].append(parent)
            children[parent].append(child)
        }
        for (edge, watched) in edges {
            if let from = places[edge.from], holds(edge, watched) { blockers[from] += 1 }
        }
        handDown()
    }

    /// With what comes from its edges.
    package func facts(of id: BeadID) -> Readiness? { places[id].map(facts) }

    package var ready: [BeadID] { ready(withEphemeral: false) }

    package func ready(withEphemeral: Bool) -> [BeadID] {
        nodes.indices.filter { place in
            var facts = facts(place)
            if withEphemeral { facts.marks.remove(.ephemeral) }
            return facts.isReady(rule.semantics)
        }.map { nodes[$0].id }
    }

    /// Beads that an edge holds, or one above them; closed ones too.
    package var blocked: [BeadID] {
        nodes.indices.filter { blockers[$0] > 0 || inherited[$0].contains(.blocked) }.map { nodes[$0].id }
    }

    private func facts(_ place: Int) -> Readiness {
        var facts = nodes[place].facts
        facts.blockers = blockers[place]
        facts.inherited = inherited[place]
        return facts
    }

    private func holds(_ edge: Edge, _ watched: BeadID?) -> Bool {
        let target = places[watched ?? edge.to]
        return rule.holds(edge.type, gate: edge.gate, target: target.map { nodes[$0].standing }) {
            guard let target else { return ChildCount(all: 0, ended: 0) }
            let ended = children[target].count { nodes[$0].standing.status.isEnded }
            return ChildCount(all: children[target].count, ended: ended)
        }
    }

    /// Downward from every bead that has something to hand down, each child at most once for each kind.
    private mutating func handDown() {
        var waiting = Array(nodes.indices)
        while let place = waiting.popLast() {
            let passed = passedDown(place)
            guard !passed.isEmpty else { continue }
            for child in children[place] where !inherited[child].isSuperset(of: passed) {
                inherited[child].formUnion(passed)
                waiting.append(child)
            }
        }
    }

    private func passedDown(_ place: Int) -> Inheritance {
        switch rule.semantics {
        case .town: facts(place).passedDown
        // Closed or not, and by edges alone: the word `blocked` in a status holds no child.
        case .beads047: blockers[place] > 0 || inherited[place].contains(.blocked) ? .blocked : []
        }
    }
}
