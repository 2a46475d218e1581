internal import TownModel

/// `[names]` of the town's file or a rig's.
extension NameSettings {
    static func read(_ file: StrictTable) throws(ConfigurationError) -> NameSettings? {
        guard let table = try file.table("names") else { return nil }
        let theme = try table.text("theme")
        guard let texts = try table.texts("names") else {
            guard let theme else { return nil }
            guard NameTheme.named(theme) != nil else {
                let known = NameTheme.shipped.map(\.name).joined(separator: ", ")
                throw table.failure("there is no theme \"\(theme)\"; there are: \(known)", at: "theme")
            }
            return NameSettings(theme: theme)
        }
        guard theme == nil else {
            throw table.failure("\"theme\" and \"names\" exclude each other: take one of them away", at: "theme")
        }
        guard (1...namesMax).contains(texts.count) else {
            throw table.failure("\"names\" holds 1 to \(namesMax) names, not \(texts.count)", at: "names")
        }
        return NameSettings(names: try names(texts, table))
    }

    private static func names(_ texts: [String], _ table: StrictTable) throws(ConfigurationError) -> [AgentName] {
        var names: [AgentName] = []
        var seen: Set<String> = []
        for text in texts {
            guard let name = AgentName(text) else {
                throw table.failure(
                    "the name \"\(text)\" can't be part of an address: use a lower-case letter, then letters, digits, "
                        + "\"_\" and \"-\", 40 bytes at most", at: "names")
            }
            guard !reserved.contains(text) else {
                throw table.failure(
                    "the name \"\(text)\" is reserved: choose another, or take it out of the list", at: "names")
            }
            guard seen.insert(text).inserted else {
                throw table.failure("the name \"\(text)\" is there twice: take one out of the list", at: "names")
            }
            names.append(name)
        }
        return names
    }
}
