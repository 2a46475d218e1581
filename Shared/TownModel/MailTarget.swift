/// What a letter can be written to: one agent, or several by one name.
///
/// Text form: an address; `@town` and its like; `group:reviewers`, `queue:triage`, `channel:releases`.
package enum MailTarget: Hashable, Sendable {
    case agent(Address)
    /// Everybody of a kind, or of a rig, as they are when the letter is stored.
    case everybody(AgentGroup)
    /// A group that somebody has made: its members each get a copy.
    case group(MailListName)
    /// One letter, for whoever takes it first.
    case queue(MailListName)
    /// One letter, kept for all who look.
    case channel(MailListName)

    /// Whom a group may be made of, and a queue's letters be taken by; the others are places, not people.
    package var isPeople: Bool {
        switch self {
        case .agent, .everybody, .group: true
        case .queue, .channel: false
        }
    }

    /// Its own name, for what somebody has made.
    package var name: MailListName? {
        switch self {
        case .group(let name), .queue(let name), .channel(let name): name
        case .agent, .everybody: nil
        }
    }

    /// Which kinds of them one name may have, in the order in which a bare name is looked up.
    package static func all(named name: MailListName) -> [MailTarget] { [.group(name), .queue(name), .channel(name)] }
}

extension MailTarget: TextID {
    package var text: String {
        switch self {
        case .agent(let address): address.description
        case .everybody(let group): group.text
        case .group(let name): "group:\(name)"
        case .queue(let name): "queue:\(name)"
        case .channel(let name): "channel:\(name)"
        }
    }

    package init?(_ text: String) {
        if text.hasPrefix("@") {
            guard let group = AgentGroup(text) else { return nil }
            self = .everybody(group)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            guard let address = Address(text) else { return nil }
            self = .agent(address)
            return
        }
        guard let name = MailListName(parts[1]) else { return nil }
        switch parts[0] {
        case "group": self = .group(name)
        case "queue": self = .queue(name)
        case "channel": self = .channel(name)
        default: return nil
        }
    }
}

/// The name of a group, a queue or a channel: `[a-z][a-z0-9-]*`, at most 40 bytes, and nothing that names somebody already.
package struct MailListName: TextID {
    package let text: String

    /// Roles, kinds of agents and what else stands where such a name could.
    package static let reserved: Set<String> = [
        "town", "hq", "store", "overseer", "mayor", "deacon", "boot", "witness", "witnesses", "refinery", "refineries",
        "polecat", "polecats", "crew", "dog", "dogs", "rig", "rigs", "group", "queue", "channel", "all", "everybody",
    ]

    package init?(_ text: String) {
        guard IDAlphabet.isName(text), !text.contains("_"), !Self.reserved.contains(text) else { return nil }
        self.text = text
    }
}
