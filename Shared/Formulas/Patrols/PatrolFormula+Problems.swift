internal import TownModel

extension PatrolFormula {
    /// A fault as a formula's problems are told: where, what, what to do.
    static func problem(_ fault: PatrolFault, node: GraphNode?, in formula: Formula) -> FormulaProblem {
        let step = node.map { "step \"\($0.step.id)\" " } ?? ""
        let (key, sentence, remedy) = words(fault.kind)
        var place = FormulaPlace(path: formula.source.path, line: 1, key: "")
        if let node, let found = Self.place(of: node.step.id, in: formula.steps) {
            place = found
            place.key = found.key.isEmpty ? key : "\(found.key).\(key)"
        }
        return FormulaProblem(at: place, step + sentence, remedy: remedy)
    }

    private static func words(_ kind: PatrolFault.Kind) -> (key: String, sentence: String, remedy: String) {
        switch kind {
        case .refused("run"):
            (
                "run", "is a shell command, and a patrol carries out the reflexes of its role alone",
                "A plugin does that: take the step away and see docs/plugins.md."
            )
        case .refused(let key):
            (
                key, "has \(key), which no patrol carries out",
                "Leave it out: a step of a patrol has an id, a title, needs, and metadata with reflex and every."
            )
        case .noReflex:
            (
                "metadata.reflex", "names no reflex, and a patrol asks no agent",
                "Write metadata = { reflex = \"…\" }, or take the step away; a plugin asks agents: see docs/plugins.md."
            )
        case .unknown(let name, let known):
            (
                "metadata.reflex", "names the reflex \"\(name)\", which this role does not have",
                NearWords.remedy(for: name, among: Set(known), none: "It has none.")
            )
        case .twice(let name):
            ("metadata.reflex", "names \"\(name)\" a second time", "Leave one of the two steps.")
        case .noDuration(let text):
            ("metadata.every", "has every = \"\(text)\", which is no duration", "Write it as in 90s, 10m, 1h30m.")
        case .tooOften(let text, let pause):
            (
                "metadata.every", "has every = \"\(text)\", which is more often than the role does it",
                "At least \(pause.components.seconds)s: a formula makes a pace longer, never shorter."
            )
        case .missing(let name):
            (
                "", "no step names the reflex \"\(name)\", which safety needs",
                "Add a step with metadata = { reflex = \"\(name)\" }; every = \"…\" makes it rarer."
            )
        }
    }

    /// Steps keep their ids and places through cooking.
    private static func place(of id: String, in steps: [FormulaStep]) -> FormulaPlace? {
        for step in steps {
            if step.said.id == id { return step.place }
            if let found = place(of: id, in: step.children) { return found }
        }
        return nil
    }
}
