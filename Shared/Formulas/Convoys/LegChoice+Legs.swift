internal import TownModel

extension Cook.LegChoice {
    /// The legs of a plan that are meant, in the order of its file, each once.
    func legs(of plan: ConvoyPlan) throws(FormulaFailure) -> [ConvoyPlan.Leg] {
        let known = plan.legs.map(\.said.id)
        let wanted: [String]
        switch self {
        case .all: wanted = known
        case .ids(let ids):
            let unknown = ids.filter { !known.contains($0) }.map { id in
                FormulaProblem(
                    at: nil, "there is no leg \"\(id)\"",
                    remedy: NearWords.remedy(for: id, among: known, none: "The formula has no legs."))
            }
            guard unknown.isEmpty else { throw FormulaFailure(unknown) }
            wanted = ids
        case .preset(let name):
            guard let preset = plan.presets.first(where: { $0.name == name }) else {
                let names = plan.presets.map(\.name)
                throw FormulaFailure([
                    FormulaProblem(
                        at: nil, "there is no preset \"\(name)\"",
                        remedy: NearWords.remedy(
                            for: name, among: names, none: "The formula has none: name legs, or leave it out for all."))
                ])
            }
            wanted = preset.legs.map(\.value)
        }
        let chosen = plan.legs.filter { wanted.contains($0.said.id) }
        guard !chosen.isEmpty else {
            throw FormulaFailure([
                FormulaProblem(
                    at: nil, "no leg is chosen",
                    remedy: known.isEmpty
                        ? "A convoy needs [[legs]]." : "Choose of \(NearWords.either(known)), or leave it out for all.")
            ])
        }
        return chosen
    }
}

extension ConvoyPlan {
    /// Ids that stand twice, and names of legs that nothing has: in every preset, whether it is chosen or not.
    func problems() -> [FormulaProblem] {
        var problems: [FormulaProblem] = []
        var seen: Set<String> = []
        for leg in legs where !seen.insert(leg.said.id).inserted {
            problems.append(
                FormulaProblem(
                    at: leg.place, "a second leg is called \"\(leg.said.id)\"", remedy: "Give it another id."))
        }
        if let synthesis, seen.contains(synthesis.said.id) {
            problems.append(
                FormulaProblem(
                    at: synthesis.place, "a leg is called \"\(synthesis.said.id)\", as the synthesis is",
                    remedy: "Give the leg another id."))
        }
        let named = presets.flatMap(\.legs) + (synthesis?.needs ?? [])
        for name in named where !seen.contains(name.value) {
            problems.append(
                FormulaProblem(
                    at: name.place, "there is no leg \"\(name.value)\"",
                    remedy: NearWords.remedy(for: name.value, among: seen, none: "The formula has no legs.")))
        }
        for preset in presets where preset.legs.isEmpty {
            problems.append(
                FormulaProblem(at: preset.place, "the preset \"\(preset.name)\" has no legs", remedy: "Name some."))
        }
        return problems
    }
}
