internal import TownModel

/// What to say about a name that nothing has.
enum NearWords {
    private static let shownMax = 8

    /// `Did you mean "design"?`, else which names there are.
    static func remedy(for name: String, among names: some Collection<String>, none: String) -> String {
        let near = EditDistance.nearest(to: name, among: Array(names))
        if !near.isEmpty { return "Did you mean \(either(near))?" }
        let all = names.sorted()
        guard !all.isEmpty else { return none }
        let shown = all.prefix(shownMax).map { "\"\($0)\"" }.joined(separator: ", ")
        return all.count > shownMax ? "There are \(shown) and \(all.count - shownMax) more." : "There is \(shown)."
    }

    /// `"a", "b" or "c"`.
    static func either(_ words: [String]) -> String {
        let quoted = words.map { "\"\($0)\"" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
