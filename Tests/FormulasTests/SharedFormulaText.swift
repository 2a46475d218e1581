import Formulas
import TownModel
import TownTesting

/// Just enough of TOML for the tables of the shared formulas: tests of drawing and of convoys do without the reader.
struct SharedFormulaText {
    enum Value {
        case text(String)
        case list([String])
    }

    /// Header by header, in order: `steps` for `[[steps]]`, `presets.gate` for `[presets.gate]`, empty at the top.
    private(set) var tables: [(header: String, values: [String: Value])] = [("", [:])]

    init(_ name: String) throws {
        let text = String(decoding: try RealFiles.file("formulas/\(name).formula.toml"), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("[") {
                tables.append((String(line.drop { $0 == "[" }.prefix { $0 != "]" }), [:]))
            } else if let equals = line.firstRange(of: " = "), !line.hasPrefix("#") {
                let key = String(line[..<equals.lowerBound])
                tables[tables.count - 1].values[key] = Self.value(line[equals.upperBound...], &lines)
            }
        }
    }

    private static func value(_ start: Substring, _ lines: inout ArraySlice<Substring>) -> Value {
        if start.hasPrefix("\"\"\"") {
            var text = start.count > 3 ? start.dropFirst(3) + "\n" : ""
            while let line = lines.popFirst() {
                if line.hasSuffix("\"\"\"") { return .text(text + line.dropLast(3)) }
                text += line + "\n"
            }
            return .text(text)
        }
        if start.hasPrefix("[") {
            var whole = String(start)
            while !whole.contains("]"), let line = lines.popFirst() { whole += line }
            let parts = whole.split(omittingEmptySubsequences: false) { "\"'".contains($0) }
            return .list(parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) })
        }
        return .text(start.split { "\"'".contains($0) }.first.map(String.init) ?? String(start))
    }

    func tables(_ header: String) -> [[String: Value]] { tables.filter { $0.header == header }.map(\.values) }

    static func text(_ table: [String: Value], _ key: String) -> String {
        if case .text(let text) = table[key] { text } else { "" }
    }

    static func list(_ table: [String: Value], _ key: String) -> [String] {
        if case .list(let list) = table[key] { list } else { [] }
    }

    /// Its steps as a graph, as they stand in the file.
    func graph(_ name: String) -> CookedGraph {
        let steps = tables("steps")
        let places = Dictionary(
            steps.enumerated().map { (Self.text($0.element, "id"), $0.offset) }, uniquingKeysWith: { one, _ in one })
        let nodes = steps.map { step in
            GraphNode(
                step: GraphStep(id: Self.text(step, "id"), title: Self.text(step, "title")),
                needs: Self.list(step, "needs").compactMap { places[$0] }.map { GraphNeed($0) })
        }
        return CookedGraph(formula: name, title: name, nodes: nodes)
    }

    /// Its legs, presets and texts.
    func plan(_ name: String) -> (Formula, ConvoyPlan) {
        let place = FormulaPlace(path: name, line: 1, key: "")
        var formula = Formula(name: name, kind: .convoy, source: FormulaSource(path: name))
        var plan = ConvoyPlan(legs: [])
        for (header, values) in tables {
            let text = { Self.text(values, $0) }
            var said = GraphStep(id: header == "synthesis" ? header : text("id"), title: text("title"))
            said.description = text("description")
            switch header {
            case "legs": plan.legs.append(ConvoyPlan.Leg(said: said, focus: text("focus"), place: place))
            case "prompts": plan.basePrompt = Placed(text("base"), at: place)
            case "output":
                plan.output = ConvoyPlan.LegOutput(
                    directory: text("directory"), legPattern: text("leg_pattern"), synthesis: text("synthesis"),
                    place: place)
            case "synthesis":
                let needs = Self.list(values, "depends_on").map { Placed($0, at: place) }
                plan.synthesis = ConvoyPlan.Synthesis(said: said, needs: needs, place: place)
            case _ where header.hasPrefix("inputs."):
                formula.variables.append(FormulaVariable(name: String(header.dropFirst(7)), place: place))
            case _ where header.hasPrefix("presets."):
                plan.presets.append(
                    ConvoyPlan.LegPreset(
                        name: String(header.dropFirst(8)), description: text("description"),
                        legs: Self.list(values, "legs").map { Placed($0, at: place) }, place: place))
            default: break
            }
        }
        return (formula, plan)
    }
}
