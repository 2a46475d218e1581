package import TownModel

/// A graph drawn for a terminal: wave after wave, what can be worked at side by side under one number.
///
/// A wave's number says how many steps are on the longest way there; parts of a group are drawn under it, a loop's
/// body once, with numbers of its own. No line is longer than `columns` characters, but for ids that alone are.
package enum GraphText {
    package static func draw(_ graph: CookedGraph, columns: Int = 80) -> [String] {
        let list = LayeredList(graph.nodes)
        let shape = GraphShape.of(graph)
        var lines = [fit("\(graph.formula): \(graph.title)", columns)]
        let counts = [
            "\(grouped(shape.steps)) steps", "\(grouped(shape.edges)) needs", "depth \(grouped(shape.depth))",
            "width \(grouped(shape.width))",
        ]
        lines.append(counts.joined(separator: ", "))
        lines.append("")
        var drawing = TextDrawing(columns: columns)
        drawing.draw(list, group: nil, indent: "")
        return lines + drawing.lines
    }

    /// On one line, without what a terminal would obey, cut where there is no room.
    static func fit(_ text: String, _ room: Int) -> String {
        var line = ""
        for character in text {
            let isPlain = character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
            if isPlain { line.append(character) } else if !line.isEmpty, line.last != " " { line.append(" ") }
        }
        while line.last == " " { line.removeLast() }
        guard line.count > room else { return line }
        return line.prefix(max(0, room - 1)) + "…"
    }

    /// 1048575 as 1,048,575.
    static func grouped(_ number: Int64) -> String {
        var digits = Array(String(number.magnitude))
        for at in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: at) }
        return (number < 0 ? "-" : "") + String(digits)
    }
}

private struct TextDrawing {
    let columns: Int
    var lines: [String] = []

    /// Names longer than this do not push all titles to the right.
    private static let nameMax = 24
    private static let titleMin = 16

    init(columns: Int) { self.columns = columns }

    /// What of a list is in one group, or in none.
    mutating func draw(_ list: LayeredList, group: Int?, indent: String) {
        let members = list.nodes.indices.filter { list.nodes[$0].group == group }
            .sorted { (list.begin[$0], $0) < (list.begin[$1], $1) }
        let labels = members.map { GraphText.grouped(list.begin[$0].clampedSum(1)) }
        let labelWidth = labels.map(\.count).max() ?? 0
        let nameWidth = members.map { name(list.nodes[$0]).count }.filter { $0 <= Self.nameMax }.max() ?? 0
        for (place, at) in members.enumerated() {
            let isFirst = place == 0 || labels[place - 1] != labels[place]
            let isLast = place + 1 == members.count || labels[place + 1] != labels[place]
            let label = isFirst ? labels[place] : ""
            let mark =
                switch (isFirst, isLast) {
                case (true, true): "──"
                case (true, false): "┬─"
                case (false, false): "├─"
                case (false, true): "└─"
                }
            let blank = String(repeating: " ", count: labelWidth - label.count)
            let below = indent + String(repeating: " ", count: labelWidth) + (isLast ? "    " : " │  ")
            head("\(indent)\(blank)\(label) \(mark) ", below: below, list.nodes[at], nameWidth)
            details(list, at, below: below)
            if list.nodes[at].shape == .group { draw(list, group: at, indent: below) }
            if let body = list.bodies[at] { draw(body, group: nil, indent: below) }
        }
    }

    private func name(_ node: GraphNode) -> String {
        switch node.shape {
        case .step: node.step.id
        case .group: "▾ \(node.step.id)"
        case .loop: "↻ \(node.step.id)"
        }
    }

    private mutating func head(_ start: String, below: String, _ node: GraphNode, _ nameWidth: Int) {
        let name = GraphText.fit(name(node), max(1, columns - start.count))
        let title = node.step.title == node.step.id ? "" : node.step.title
        guard !title.isEmpty else {
            lines.append(start + name)
            return
        }
        let padded = name + String(repeating: " ", count: max(0, nameWidth - name.count) + 2)
        let room = columns - start.count - padded.count
        if room >= min(Self.titleMin, title.count) {
            lines.append(start + padded + GraphText.fit(title, room))
        } else {
            lines.append(start + name)
            lines.append(below + GraphText.fit(title, columns - below.count))
        }
    }

    private mutating func details(_ list: LayeredList, _ at: Int, below: String) {
        let node = list.nodes[at]
        if case .loop(let loop) = node.shape { say(times(loop), below) }
        needs(list, at, below)
        if let condition = node.step.condition { say("if \(condition.text)", below) }
        if let gate = node.step.gate {
            say("gate \(gate.kind.rawValue)" + (gate.subject.map { " \($0)" } ?? ""), below)
        }
        if let run = node.step.run { say("run \(run)", below) }
        if let agent = node.step.agent { say("agent \(agent)", below) }
        if let fanOut = node.step.fanOut { say("\(fanOut.formula) for each of \(fanOut.over)", below) }
    }

    /// `× 1,048,575, i = 1…1,048,575`.
    private func times(_ loop: GraphLoop) -> String {
        var text = (loop.until == nil ? "× " : "at most × ") + GraphText.grouped(loop.count)
        if let variable = loop.variable {
            let last = loop.first.clampedSum(loop.count - 1)
            text += ", \(variable) = \(GraphText.grouped(loop.first))"
            if loop.count > 1 { text += "…\(GraphText.grouped(last))" }
        }
        if let until = loop.until { text += ", until \(until.text)" }
        return text
    }

    private mutating func needs(_ list: LayeredList, _ at: Int, _ below: String) {
        let words = list.nodes[at].needs.map { need in
            let id = GraphText.fit(list.nodes[need.node].step.id, columns)
            return switch need.rule {
            case .ended: id
            case .allChildren: "\(id) (all children)"
            case .anyChild: "\(id) (any child)"
            }
        }
        var line = ""
        for (place, word) in words.enumerated() {
            let said = place + 1 < words.count ? word + "," : word
            let longer = line.isEmpty ? "← \(said)" : "\(line) \(said)"
            if longer.count > columns - below.count, !line.isEmpty {
                lines.append(below + line)
                line = "  \(said)"
            } else {
                line = longer
            }
        }
        if !line.isEmpty { lines.append(below + line) }
    }

    private mutating func say(_ text: String, _ below: String) {
        lines.append(below + GraphText.fit(text, max(1, columns - below.count)))
    }
}
