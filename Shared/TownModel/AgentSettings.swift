/// A kind of work that an agent is started for. One joins this list when there is somebody who starts it.
package enum AgentRole: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case polecat, crew

    /// For people.
    package var plural: String {
        switch self {
        case .polecat: "polecats"
        case .crew: "crew"
        }
    }

    /// Whether somebody is taken when nobody says anything.
    package var hasStandard: Bool { self == .polecat }
}

/// What one settings file says about agents, the town's or a rig's.
package struct AgentSettings: Hashable, Sendable, Codable {
    /// For every role that is not named.
    package var agent: String?
    package var roles: [AgentRole: String]

    package init(agent: String? = nil, roles: [AgentRole: String] = [:]) {
        self.agent = agent
        self.roles = roles
    }

    /// Where nobody says anything.
    package static let standard = "script"
}

/// Who decided which agent is taken. The order is that of precedence.
package enum AgentSource: String, Hashable, Sendable, Codable, CaseIterable {
    /// `gt sling --agent`.
    case flag
    case rigRole = "rig-role"
    case rig
    case townRole = "town-role"
    case town
    case standard = "default"
}

/// Which agent is taken, and by whose word.
package struct AgentChoice: Hashable, Sendable, Codable {
    package var preset: String
    package var source: AgentSource

    package init(_ preset: String, by source: AgentSource) {
        self.preset = preset
        self.source = source
    }

    /// The first that speaks: who is nearer to the work, and then who is more exact. Without a role: for the Mayor's agent,
    /// which the settings have no word of its own for.
    package init(
        flag: String? = nil, role: AgentRole?, rig: AgentSettings? = nil, town: AgentSettings? = nil
    ) {
        let words: [(String?, AgentSource)] = [
            (flag, .flag), (role.flatMap { rig?.roles[$0] }, .rigRole), (rig?.agent, .rig),
            (role.flatMap { town?.roles[$0] }, .townRole), (town?.agent, .town),
        ]
        for case (let preset?, let source) in words {
            self.init(preset, by: source)
            return
        }
        self.init(AgentSettings.standard, by: .standard)
    }
}

extension RigSettings {
    /// The same with the agent that holds in a town which says this.
    package func under(_ town: AgentSettings) -> RigSettings {
        var settings = self
        settings.agent = AgentChoice(role: .polecat, rig: agents, town: town).preset
        return settings
    }
}
