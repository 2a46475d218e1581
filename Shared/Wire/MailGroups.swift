package import TownModel

/// Makes a group that can be written to by its name. By the overseer, the Mayor or crew.
package struct MailGroupCreate: Command {
    package typealias Reply = MailGroupReply
    package static let verb = "mail.group-create"
    package var name: MailListName
    package var members: [MailTarget]

    package init(name: MailListName, members: [MailTarget]) {
        self.name = name
        self.members = members
    }
}

/// Puts members into a group, takes others out of it: all or nothing. Who is there already stays. By the overseer, the
/// Mayor or crew.
package struct MailGroupChange: Command {
    package typealias Reply = MailGroupReply
    package static let verb = "mail.group-change"
    package var name: MailListName
    package var add: [MailTarget]
    package var remove: [MailTarget]

    package init(name: MailListName, add: [MailTarget] = [], remove: [MailTarget] = []) {
        self.name = name
        self.add = add
        self.remove = remove
    }
}

/// Takes a group away; refused while another group, or who may take letters of a queue, is made of it. By the overseer, the
/// Mayor or crew.
package struct MailGroupDelete: Command {
    package typealias Reply = MailGroupReply
    package static let verb = "mail.group-delete"
    package var name: MailListName

    package init(name: MailListName) { self.name = name }
}

/// One group, and whom a letter to it would reach now.
package struct MailGroupShow: Query {
    package typealias Reply = MailGroupReply
    package static let verb = "mail.group-show"
    package var name: MailListName

    package init(name: MailListName) { self.name = name }
}

package struct MailGroupReply: Codable, Hashable, Sendable {
    package var group: MailGroup
    /// Everybody who is in it now, each once; members that are not there any more are left out.
    package var agents: [Address]

    package init(group: MailGroup, agents: [Address]) {
        self.group = group
        self.agents = agents
    }
}

/// Every group that somebody has made, by name.
package struct MailGroupList: Query {
    package typealias Reply = MailGroupPage
    package static let verb = "mail.groups"

    package init() {}
}

package struct MailGroupPage: Codable, Hashable, Sendable {
    package var groups: [MailGroupReply]

    package init(groups: [MailGroupReply]) { self.groups = groups }
}
