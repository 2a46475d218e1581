import TownModel

extension Mail {
    /// Whom it was written to, as people read it: what stands for several, and who that was.
    func words(for readers: [Address]) -> String {
        let names = readers.map(\.description)
        guard let lists, !lists.isEmpty else { return names.joined(separator: ", ") }
        let several = lists.map(\.text).joined(separator: ", ")
        guard !names.isEmpty else { return several }
        let rest = names.count - CommandLimits.candidatesMax
        let shown = names.prefix(CommandLimits.candidatesMax).joined(separator: ", ")
        return "\(several): \(shown)" + (rest > 0 ? " and \(rest) more" : "")
    }
}
