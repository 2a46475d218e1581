internal import TownModel

/// The last pass: what variables leave out goes, every text is filled in, and rows become nodes.
struct Serving {
    var kitchen: Kitchen
    let formula: Formula
    let values: [String: String]
    let declared: [String: FormulaVariable]
    private var missing: Set<String> = []

    init(kitchen: Kitchen, formula: Formula, values: [String: String]) {
        self.kitchen = kitchen
        self.formula = formula
        self.values = values
        declared = Dictionary(formula.variables.map { ($0.name, $0) }) { first, _ in first }
    }

    /// What is around a scope: the ids and the variables of the loops that it is inside of.
    struct Around {
        var ids: [[String: Int]] = []
        var variables: Set<String> = []
    }

    /// What became of a row.
    private struct Fate {
        var isOut = false
        var condition: StepCondition?
        var loop: GraphLoop?
    }

    mutating func nodes(of scope: Rows, _ around: Around) -> [GraphNode] {
        let fates = fates(in: scope, around)
        var places: [Int: Int] = [:]
        for at in fates.indices where !fates[at].isOut { places[at] = places.count }
        let passed = places.count == fates.count ? nil : Passing(scope, isOut: fates.map(\.isOut))
        var nodes: [GraphNode] = []
        for (at, row) in scope.rows.enumerated() where !fates[at].isOut {
            var step = filled(row.step, around)
            step.condition = fates[at].condition
            if let fanOut = step.fanOut { _ = kitchen.fetch(fanOut.formula, at: row.step.place) }
            let needs = (passed?.needs(of: at) ?? row.needs).compactMap { need in
                places[need.node].map { GraphNeed($0, need.rule) }
            }
            let shape: NodeShape = fates[at].loop.map(NodeShape.loop) ?? (row.isGroup ? .group : .step)
            nodes.append(
                GraphNode(
                    step: step, needs: needs.sorted { $0.node < $1.node }, group: row.parent.flatMap { places[$0] },
                    shape: shape))
        }
        return nodes
    }

    /// A group all of whose parts are out is out; so is a loop that goes round 0 times, or has nothing to go round.
    private mutating func fates(in scope: Rows, _ around: Around) -> [Fate] {
        var fates: [Fate] = []
        for row in scope.rows {
            if let parent = row.parent, fates[parent].isOut {
                fates.append(Fate(isOut: true))
                continue
            }
            var fate = Fate()
            (fate.isOut, fate.condition) = decide(row.step, in: scope, around)
            if !fate.isOut, let loop = row.step.loop, let body = row.body {
                fate.loop = self.loop(loop, of: row.step, body: body, in: scope, around)
                fate.isOut = fate.loop.map { $0.count == 0 || $0.body.isEmpty } ?? false
            }
            fates.append(fate)
        }
        var left = [Int](repeating: 0, count: fates.count)
        for at in fates.indices.reversed() {
            if scope.rows[at].isGroup, left[at] == 0 { fates[at].isOut = true }
            if !fates[at].isOut, let parent = scope.rows[at].parent { left[parent] += 1 }
        }
        return fates
    }

    /// The texts of a step with every variable filled in; a value is not read again.
    private mutating func filled(_ step: FormulaStep, _ around: Around) -> GraphStep {
        var said = step.said
        var unknown: [String] = []
        let values = self.values
        let value: (String) -> String? = { name in
            if around.variables.contains(name) { return nil }
            if values[name] == nil { unknown.append(name) }
            return values[name]
        }
        said.changeTexts(
            { Braces.replacing($0, value) },
            shell: { text in
                Braces.replacing(text) { name in
                    around.variables.contains(name) || value(name) != nil ? "${GT_VAR_\(name)}" : nil
                }
            })
        for name in unknown { miss(name, at: step.place) }
        if !around.variables.isEmpty { refuseLoopNames(in: step, around) }
        return said
    }

    /// A text of the formula itself.
    mutating func filled(_ text: String) -> String {
        var unknown: [String] = []
        let values = self.values
        let result = Braces.replacing(text) { name in
            if values[name] == nil { unknown.append(name) }
            return values[name]
        }
        let place = FormulaPlace(path: formula.source.path, line: 1, key: "description")
        for name in unknown { miss(name, at: place) }
        return result
    }

    /// Notes once that a variable that is used has no value.
    mutating func miss(_ name: String, at place: FormulaPlace) {
        guard !missing.contains(name) else { return }
        if let variable = declared[name] {
            if kitchen.mode == .draft { return }
            kitchen.refuse(at: place, "{{\(name)}} is used and has no value", variable.ask)
        } else {
            let sentence = "{{\(name)}} is no variable of \"\(formula.name)\""
            let remedy = NearWords.remedy(
                for: name, among: declared.keys, none: "Declare it under [vars], or give it a value.")
            if kitchen.mode == .ready {
                kitchen.refuse(at: place, sentence, remedy)
            } else {
                kitchen.warn(at: place, sentence, remedy)
            }
        }
        missing.insert(name)
    }

    /// A value with the name of a loop around in it would be read again, each time that the loop goes round.
    private mutating func refuseLoopNames(in step: FormulaStep, _ around: Around) {
        var names: Set<String> = []
        let note: (String) -> String = { text in
            names.formUnion(Braces.names(in: text))
            return text
        }
        var said = step.said
        said.changeTexts(note, shell: { $0 })
        for name in names.sorted() {
            let inner = Set(Braces.names(in: values[name] ?? "")).intersection(around.variables)
            guard !around.variables.contains(name), let loop = inner.min() else { continue }
            kitchen.refuse(
                at: step.place, "the value of \"\(name)\" has {{\(loop)}} in it, which the loop around would fill in",
                "Give another value, or call the loop's variable something else.")
        }
    }
}
