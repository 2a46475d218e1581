package import TownModel

/// How much an agent is told while it works, and whether it is to be left alone; what is nil stays as it is. For oneself;
/// the overseer for anybody.
package struct AttentionSet: Command {
    package typealias Reply = AttentionReply
    package static let verb = "attention.set"
    /// nil: the speaker.
    package var agent: Address?
    package var level: NotifyLevel?
    package var isQuiet: Bool?
    /// For so long; nil: until somebody says otherwise.
    package var quietSeconds: Int64?

    package init(agent: Address? = nil, level: NotifyLevel? = nil, isQuiet: Bool? = nil, quietSeconds: Int64? = nil) {
        self.agent = agent
        self.level = level
        self.isQuiet = isQuiet
        self.quietSeconds = quietSeconds
    }
}

/// How much one agent is told; or, without one, all who have said something about it.
package struct AttentionShow: Query {
    package typealias Reply = AttentionPage
    package static let verb = "attention.show"
    package var agent: Address?

    package init(agent: Address? = nil) { self.agent = agent }
}

package struct AttentionReply: Codable, Hashable, Sendable {
    package var agent: Address
    package var attention: Attention

    package init(agent: Address, attention: Attention) {
        self.agent = agent
        self.attention = attention
    }
}

package struct AttentionPage: Codable, Hashable, Sendable {
    package var agents: [AttentionReply]

    package init(agents: [AttentionReply]) { self.agents = agents }
}
