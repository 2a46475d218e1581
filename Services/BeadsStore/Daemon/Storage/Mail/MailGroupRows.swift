internal import TownModel
internal import Wire

/// Groups that somebody has made, as they are kept.
extension LedgerReader {
    func group(_ name: MailListName) throws(LedgerError) -> MailGroup? {
        try value(MailGroup.self, "SELECT value FROM mail_groups WHERE name = ?", .text(name.text))
    }

    func groups() throws(LedgerError) -> [MailGroup] {
        try values(MailGroup.self, "SELECT value FROM mail_groups ORDER BY name")
    }

    func groupNames() throws(LedgerError) -> [MailListName] {
        try texts("SELECT name FROM mail_groups ORDER BY name").compactMap(MailListName.init)
    }

    func knownGroup(_ name: MailListName) throws(LedgerError) -> MailGroup {
        guard let group = try group(name) else {
            throw .refuse(
                .notFound, "there is no group:\(name)", about: "group:\(name)", hint: "gt mail group list")
        }
        return group
    }

    func reply(_ group: MailGroup) throws(LedgerError) -> MailGroupReply {
        MailGroupReply(group: group, agents: try agents(in: .group(group.name)).sorted())
    }
}

extension Transaction {
    func save(_ group: MailGroup) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO mail_groups (name, value) VALUES (?, ?)", .text(group.name.text),
            .text(JSONText.text(group)))
    }

    /// A place or a group must be there to be named.
    func checkKnown(_ target: MailTarget) throws(LedgerError) {
        switch target {
        case .agent(let address): try checkKnown(address)
        case .everybody(let group): if let rig = group.rig { _ = try knownRig(rig) }
        case .group(let name): _ = try knownGroup(name)
        case .queue(let name): _ = try knownQueue(name)
        case .channel(let name): _ = try knownChannel(name)
        }
    }

    /// Who an agent was, where he stands by name: he has another one now, or is not there any more.
    func renameMember(_ was: Address, to new: Address?) throws(LedgerError) {
        for var group in try groups() where group.members.contains(.agent(was)) {
            group.members.removeAll { $0 == .agent(was) }
            if let new { group.members = (group.members + [.agent(new)]).sorted() }
            try save(group)
        }
        for var queue in try queues() where queue.claimers?.contains(.agent(was)) == true {
            queue.claimers?.removeAll { $0 == .agent(was) }
            if let new { queue.claimers = ((queue.claimers ?? []) + [.agent(new)]).sorted() }
            try save(queue)
        }
        try renameReader(was, to: new)
        try renameListener(was, to: new)
        guard let new else { return try returnClaims(of: was) }
        try write(
            "UPDATE queued_letters SET claimant = ? WHERE claimant = ?", .text(new.description),
            .text(was.description))
    }
}
