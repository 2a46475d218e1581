internal import TownModel
internal import Wire

/// Groups that somebody makes.
extension VerbRule {
    static let mailGroups: [VerbRule] = [
        .command(MailGroupCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(MailGroupChange.self) { (change, transaction) throws(LedgerError) in
            try transaction.change(change)
        },
        .command(MailGroupDelete.self) { (delete, transaction) throws(LedgerError) in
            try transaction.delete(delete)
        },
    ]
}

extension QueryRule {
    static let mailGroups: [QueryRule] = [
        .query(MailGroupShow.self) { (show, reading) throws(LedgerError) in
            try reading.reply(try reading.knownGroup(show.name))
        },
        .query(MailGroupList.self) { (_, reading) throws(LedgerError) in
            var found: [MailGroupReply] = []
            for group in try reading.groups() { found.append(try reading.reply(group)) }
            return MailGroupPage(groups: PageLimit.fit(found).page)
        },
    ]
}

extension Transaction {
    fileprivate func create(_ create: MailGroupCreate) throws(LedgerError) -> MailGroupReply {
        try checkMayKeepLists()
        try checkFree(.group(create.name))
        let group = MailGroup(
            name: create.name, members: try members(create.members, of: create.name), madeBy: speaker.actor,
            madeAt: now)
        try save(group)
        try tell(.group(group.name), "made: \(Self.words(group.members))")
        return try reply(group)
    }

    fileprivate func change(_ change: MailGroupChange) throws(LedgerError) -> MailGroupReply {
        try checkMayKeepLists()
        var group = try knownGroup(change.name)
        for member in change.remove where !group.members.contains(member) {
            throw .refuse(
                .notFound, "\(member) is not in group:\(group.name)", about: member.text,
                hint: "gt mail group show \(group.name)")
        }
        let left = group.members.filter { !change.remove.contains($0) }
        let new = try members(left + change.add, of: group.name)
        guard new != group.members else { return try reply(group) }
        group.members = new
        try save(group)
        try tell(.group(group.name), "now \(Self.words(new))")
        return try reply(group)
    }

    fileprivate func delete(_ delete: MailGroupDelete) throws(LedgerError) -> MailGroupReply {
        try checkMayKeepLists()
        let group = try knownGroup(delete.name)
        let target = MailTarget.group(group.name)
        let users = try groups().filter { $0.members.contains(target) }.map { MailTarget.group($0.name) }
        guard users.isEmpty else {
            throw .refuse(
                .conflict, "\(target) is a part of \(Self.words(users))", about: target.text,
                hint: "gt mail group remove \(users[0].name?.text ?? "") \(target)")
        }
        let takers = try queues().filter { $0.claimers?.contains(target) == true }.map { MailTarget.queue($0.name) }
        guard takers.isEmpty else {
            throw .refuse(
                .conflict, "letters of \(Self.words(takers)) are taken by \(target)", about: target.text,
                hint: "gt mail queue delete \(takers[0].name?.text ?? ""), and make it anew")
        }
        let reply = try reply(group)
        try write("DELETE FROM mail_groups WHERE name = ?", .text(group.name.text))
        try tell(target, "taken away")
        return reply
    }

    /// What a group is to be made of: people who are there, each once, and no group that this one is a part of.
    private func members(_ members: [MailTarget], of name: MailListName) throws(LedgerError) -> [MailTarget] {
        let targets = Set(members).sorted()
        guard targets.count <= MailLimits.membersMax else {
            throw .refuse(
                .tooLarge, "a group has at most \(MailLimits.membersMax) members by name", about: "group:\(name)",
                hint: "make it of groups")
        }
        let known = try group(name).map { Set($0.members) } ?? []
        for target in targets where !known.contains(target) {
            guard target.isPeople else {
                throw .refuse(
                    .invalid, "\(target) is a place for letters, and no member", about: target.text,
                    hint: "write to both: gt mail send group:\(name) \(target)")
            }
            if target != .group(name) { try checkKnown(target) }
            if case .group(let other) = target, let way = try way(from: other, to: name) {
                let chain = way.map(\.text).joined(separator: ", which has ")
                throw .refuse(
                    .conflict, "group:\(name) would be a part of itself: it has \(chain)", about: target.text,
                    hint: "gt mail group show \(other)")
            }
        }
        return targets
    }

    /// The groups from one to another that it is made of, both named; nil when it is not.
    private func way(from name: MailListName, to end: MailListName) throws(LedgerError) -> [MailListName]? {
        guard name != end else { return [end] }
        var (found, seen): ([[MailListName]], Set<MailListName>) = ([[name]], [name])
        while let path = found.popLast(), let last = path.last {
            for case .group(let next) in try group(last)?.members ?? [] {
                if next == end { return path + [next] }
                if seen.insert(next).inserted { found.append(path + [next]) }
            }
        }
        return nil
    }
}

extension Transaction {
    /// Whom groups are, and what places there are, is decided by who looks after the town, not by those who work in it.
    func checkMayKeepLists() throws(LedgerError) {
        switch speaker.kind {
        case .overseer, .mayor, .mayorAgent, .crew, .store: return
        case .deacon, .witness, .refinery, .worker:
            throw .refuse(
                .forbidden,
                "groups, queues and channels are made and changed by the overseer, the Mayor and crew, not by "
                    + "\(speaker.actor)", about: speaker.actor.description, hint: "ask for it: gt mail send overseer")
        }
    }

    func checkFree(_ target: MailTarget) throws(LedgerError) {
        let lists = try mailLists()
        guard !lists.contains(target) else {
            throw .refuse(.already, "there is a \(target) already", about: target.text, hint: "gt mail directory")
        }
        guard lists.count(where: { $0.kind == target.kind }) < MailLimits.listsMax else {
            throw .refuse(
                .tooLarge, "the town has \(MailLimits.listsMax) \(target.kind.rawValue)s already", about: target.text,
                hint: "gt mail \(target.kind.rawValue) delete one of them")
        }
    }

    func tell(_ target: MailTarget, _ note: String) throws(LedgerError) {
        try emit(.mailListChanged, in: .town, subject: target.text, EventData(note: note))
    }

    static func words(_ targets: [MailTarget]) -> String {
        targets.isEmpty ? "nobody" : targets.map(\.text).joined(separator: ", ")
    }
}
