internal import TownModel

extension FormulaStep {
    /// With `{word}` replaced, in its parts and its body too.
    func filled(_ words: [String: String]) -> FormulaStep {
        let fill = { Braces.filling($0, words) }
        var step = self
        step.said.id = fill(said.id)
        step.said.changeTexts(fill, shell: fill)
        if let fanOut = said.fanOut {
            step.said.fanOut?.over = fill(fanOut.over)
            step.said.fanOut?.formula = fill(fanOut.formula)
        }
        step.needs = []
        for need in needs { step.addNeed(Placed(fill(need.value), at: need.place)) }
        if let spawner = waitsFor?.value.spawner { step.waitsFor?.value.spawner = fill(spawner) }
        if let text = condition?.value { step.condition?.value = fill(text) }
        step.children = children.map { $0.filled(words) }
        step.loop = loop.map { loop in
            var filled = loop
            switch loop.times.value {
            case .count(let text): filled.times.value = .count(fill(text))
            case .range(let text): filled.times.value = .range(fill(text))
            case .until(let text, let max): filled.times.value = .until(fill(text), max: fill(max))
            }
            filled.body = loop.body.map { $0.filled(words) }
            return filled
        }
        return step
    }
}
