/// `[names]` of a settings file, the town's or a rig's: what polecats are called. One of the two is said.
package struct NameSettings: Hashable, Sendable, Codable {
    /// A theme that comes with the program.
    package var theme: String?
    /// A list of one's own, in the order in which the names are given out.
    package var names: [AgentName]?

    package init(theme: String) { self.theme = theme }

    package init(names: [AgentName]) { self.names = names }

    /// The longest list of one's own.
    package static let namesMax = 2000
    /// Words that are parts of addresses, or whom everybody would think of: no polecat is called so.
    package static let reserved: Set<String> = [
        "boot", "crew", "deacon", "dog", "dogs", "hq", "mayor", "overseer", "polecat", "polecats", "refinery", "town",
        "witness",
    ]
}

/// Whose word about names holds in a rig. The order is that of precedence.
package enum NameSource: String, Hashable, Sendable, Codable, CaseIterable {
    case rig
    case town
    case standard = "default"
}

/// The names that a rig's polecats go by, in the order in which they are given out. A name returns to the pool; the
/// paths and branches made under it do not. Who has a name keeps it when the pool changes.
package struct NamePool: Hashable, Sendable, Codable {
    /// nil: a list of one's own.
    package var theme: String?
    package var source: NameSource
    package var names: [AgentName]

    /// The first that speaks. A theme that this program does not bring along is passed over: its reader has refused it.
    package init(rig: NameSettings? = nil, town: NameSettings? = nil) {
        for case (let settings?, let source) in [(rig, NameSource.rig), (town, .town)] {
            if let names = settings.names, !names.isEmpty {
                (theme, self.source, self.names) = (nil, source, names)
                return
            }
            if let theme = settings.theme.flatMap(NameTheme.named) {
                (self.theme, self.source, names) = (theme.name, source, theme.names)
                return
            }
        }
        (theme, source, names) = (NameTheme.standard.name, .standard, NameTheme.standard.names)
    }

    /// The wished one if it is not taken, else the first of the pool that is not, else the pool's next numbers:
    /// of fifty names `polecat-51`, `polecat-52` …
    package func firstFree(_ taken: Set<AgentName>, wished: AgentName? = nil) -> AgentName {
        if let wished, !taken.contains(wished) { return wished }
        if let name = names.first(where: { !taken.contains($0) }) { return name }
        var number = names.count + 1
        while true {
            if let name = AgentName("polecat-\(number)"), !taken.contains(name) { return name }
            number += 1
        }
    }
}
