package import SourceText

extension FormulaOverlay {
    private static let listKeys = ["step-overrides", "step_overrides"]

    /// What an overlay's file says. What can't be done is an error, a key that nothing reads a warning; whatever is
    /// without error is in the overlay.
    package static func read(_ root: SourceNode, source: FormulaSource) -> (FormulaOverlay, [FormulaProblem]) {
        var overlay = FormulaOverlay(source: source, overrides: [])
        var problems: [FormulaProblem] = []
        guard case .table(let entries) = root.value else {
            let place = FormulaPlace(path: source.path, line: root.line, key: "")
            problems.append(FormulaProblem(at: place, "an overlay is a table", remedy: allowedLists))
            return (overlay, problems)
        }
        for entry in entries {
            let place = FormulaPlace(path: source.path, line: entry.line, key: entry.key)
            guard listKeys.contains(entry.key) else {
                let remedy = NearWords.remedy(for: entry.key, among: listKeys, none: "")
                problems.append(FormulaProblem(.warning, at: place, "nothing reads this key", remedy: remedy))
                continue
            }
            guard case .list(let items) = entry.node.value else {
                problems.append(FormulaProblem(at: place, "it is no list of tables", remedy: allowedLists))
                continue
            }
            for (at, item) in items.enumerated() {
                let key = "\(entry.key)[\(at + 1)]"
                var reader = OverrideReader(place: FormulaPlace(path: source.path, line: item.line, key: key))
                if let override = reader.read(item) { overlay.overrides.append(override) }
                problems += reader.problems
            }
        }
        return (overlay, problems)
    }

    private static let allowedLists = "Write [[step-overrides]] with step_id, mode and description."
}

/// Reads one `[[step-overrides]]`, with everything that is wrong in it.
private struct OverrideReader {
    let place: FormulaPlace
    var problems: [FormulaProblem] = []
    private var texts: [String: Placed<String>] = [:]

    private static let textKeys = ["title", "description", "acceptance", "run"]
    private static let keys = ["step_id", "mode"] + textKeys
    private static let modes = ["replace", "append", "skip"]

    init(place: FormulaPlace) { self.place = place }

    mutating func read(_ node: SourceNode) -> StepOverride? {
        guard case .table(let entries) = node.value else {
            report(place, "it is no table", "Write [[step-overrides]] with step_id, mode and description.")
            return nil
        }
        for entry in entries { note(entry) }
        guard problems.allSatisfy({ $0.severity == .warning }) else { return nil }
        guard let step = texts["step_id"], !step.value.isEmpty else {
            report(place, "it names no step", "Add step_id = \"…\".")
            return nil
        }
        guard let mode = texts["mode"] else {
            report(place, "it has no mode", "Add mode = \"replace\", \"append\" or \"skip\".")
            return nil
        }
        return change(mode).map { StepOverride(step, $0) }
    }

    private mutating func note(_ entry: SourceEntry) {
        let here = FormulaPlace(path: place.path, line: entry.line, key: "\(place.key).\(entry.key)")
        guard Self.keys.contains(entry.key) else {
            let remedy = NearWords.remedy(for: entry.key, among: Self.keys, none: "")
            problems.append(FormulaProblem(.warning, at: here, "nothing reads this key", remedy: remedy))
            return
        }
        guard case .text(let text) = entry.node.value else {
            report(here, "it is no text", "Put it in quotes.")
            return
        }
        texts[entry.key] = Placed(text, at: here)
    }

    private mutating func change(_ mode: Placed<String>) -> StepOverride.Change? {
        switch mode.value {
        case "replace":
            guard Self.textKeys.contains(where: { texts[$0] != nil }) else {
                report(mode.place, "it replaces nothing", "Add title, description, acceptance or run.")
                return nil
            }
            return .replace(
                StepOverride.Texts(
                    title: texts["title"]?.value, description: texts["description"]?.value,
                    acceptance: texts["acceptance"]?.value, run: texts["run"]?.value))
        case "append":
            guard refuse(["title", "acceptance", "run"], of: "append") else { return nil }
            guard let text = texts["description"], !text.value.isEmpty else {
                report(mode.place, "it appends nothing", "Add description = \"…\".")
                return nil
            }
            return .append(text.value)
        case "skip": return refuse(Self.textKeys, of: "skip") ? .skip : nil
        default:
            report(
                mode.place, "there is no mode \"\(mode.value)\"",
                NearWords.remedy(for: mode.value, among: Self.modes, none: ""))
            return nil
        }
    }

    /// False when one of these keys, which a mode does nothing with, was given.
    private mutating func refuse(_ keys: [String], of mode: String) -> Bool {
        let given = keys.compactMap { key in texts[key].map { (key, $0.place) } }
        for (key, place) in given {
            report(place, "mode \"\(mode)\" does nothing with \(key)", "Leave it out, or write mode = \"replace\".")
        }
        return given.isEmpty
    }

    private mutating func report(_ place: FormulaPlace, _ sentence: String, _ remedy: String) {
        problems.append(FormulaProblem(at: place, sentence, remedy: remedy))
    }
}
