/// A group that somebody has made, to be written to by its name.
package struct MailGroup: Hashable, Sendable, Codable {
    package var name: MailListName
    /// Agents, everybody of a kind, other such groups: in the order of their texts.
    package var members: [MailTarget]
    package var madeBy: Address
    package var madeAt: Timestamp

    package init(name: MailListName, members: [MailTarget], madeBy: Address, madeAt: Timestamp) {
        self.name = name
        self.members = members
        self.madeBy = madeBy
        self.madeAt = madeAt
    }
}
