package import TownModel

/// A graph in the language of Graphviz: groups and loops are boxes with a node of their own, to which needs on them
/// lead.
package enum GraphDOT {
    package static func draw(_ graph: CookedGraph) -> String {
        var drawing = DOTDrawing()
        drawing.line("digraph \(DOTDrawing.quoted(graph.formula)) {", 0)
        drawing.line("rankdir=LR;", 1)
        drawing.line("node [shape=box, style=rounded, fontname=\"sans-serif\"];", 1)
        drawing.line("label=\(DOTDrawing.quoted(graph.title));", 1)
        drawing.draw(graph.nodes, prefix: "n", group: nil, depth: 1)
        drawing.edges(graph.nodes, prefix: "n")
        drawing.line("}", 0)
        return drawing.text
    }
}

private struct DOTDrawing {
    var text = ""

    mutating func line(_ words: String, _ depth: Int) {
        text += String(repeating: "  ", count: depth) + words + "\n"
    }

    /// `n3` is the fourth node of the graph, `n3_0` the first of its body.
    mutating func draw(_ nodes: [GraphNode], prefix: String, group: Int?, depth: Int) {
        for (at, node) in nodes.enumerated() where node.group == group {
            let name = "\(prefix)\(at)"
            switch node.shape {
            case .step: line("\(name) [label=\(label(node))];", depth)
            case .group:
                open(node, name, "folder", depth)
                draw(nodes, prefix: prefix, group: at, depth: depth + 1)
                line("}", depth)
            case .loop(let loop):
                open(node, name, "box3d", depth, more: "× \(GraphText.grouped(loop.count))")
                draw(loop.body, prefix: "\(name)_", group: nil, depth: depth + 1)
                line("}", depth)
            }
        }
    }

    mutating func edges(_ nodes: [GraphNode], prefix: String) {
        for (at, node) in nodes.enumerated() {
            for need in node.needs {
                let rule =
                    switch need.rule {
                    case .ended: ""
                    case .allChildren: " [label=\"all children\"]"
                    case .anyChild: " [label=\"any child\", style=dashed]"
                    }
                line("\(prefix)\(need.node) -> \(prefix)\(at)\(rule);", 1)
            }
            if case .loop(let loop) = node.shape { edges(loop.body, prefix: "\(prefix)\(at)_") }
        }
    }

    private mutating func open(_ node: GraphNode, _ name: String, _ shape: String, _ depth: Int, more: String? = nil) {
        line("subgraph cluster_\(name) {", depth)
        line("label=\"\";", depth + 1)
        line("\(name) [shape=\(shape), style=solid, label=\(label(node, more: more))];", depth + 1)
    }

    private func label(_ node: GraphNode, more: String? = nil) -> String {
        var lines = [node.step.id]
        if node.step.title != node.step.id { lines.append(node.step.title) }
        if let more { lines.append(more) }
        if let condition = node.step.condition { lines.append("if \(condition.text)") }
        if let gate = node.step.gate { lines.append("gate \(gate.kind.rawValue)") }
        return Self.quoted(lines.joined(separator: "\n"))
    }

    /// A backslash would begin one of Graphviz's own marks, such as `\N` for the name of a node.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                let isControl = scalar.properties.generalCategory == .control
                result.unicodeScalars.append(isControl ? " " : scalar)
            }
        }
        return result + "\""
    }
}
