internal import TownModel
internal import Wire

/// Who gets a letter: found out in the transaction that stores it, so that one which waited in the spool goes to whom a
/// group is then.
struct MailReaders {
    /// Each once, in the order of their addresses.
    var to: [Address]
    var copies: [Address]
    /// As it was written to.
    var lists: [MailTarget]
}

extension Transaction {
    func readers(of send: MailSend, answering answered: Mail?) throws(LedgerError) -> MailReaders {
        let lists = Set(send.lists ?? []).sorted()
        let named = send.to.isEmpty && lists.isEmpty ? answered?.answerers(to: speaker.actor) ?? [] : send.to
        guard send.to.count + (send.copies?.count ?? 0) <= BeadLimits.recipientsMax,
            lists.count <= BeadLimits.recipientsMax, !named.isEmpty || !lists.isEmpty
        else { throw .refuse(.invalid, "a letter has 1 to \(BeadLimits.recipientsMax) recipients") }
        var readers = Set(named)
        for reader in readers { try checkKnown(reader) }
        for list in lists { readers.formUnion(try agents(writtenTo: list)) }
        let copies = Set(send.copies ?? []).subtracting(readers).sorted()
        for reader in copies { try checkKnown(reader) }
        guard readers.count + copies.count <= MailLimits.readersMax else {
            throw .refuse(
                .tooLarge, "\(readers.count + copies.count) would get it, and \(MailLimits.readersMax) is the most",
                hint: "one group after the other: @rig/<rig>")
        }
        return MailReaders(to: readers.sorted(), copies: copies, lists: lists)
    }

    /// Who has a copy of what is written to this; nobody, where it lies in a place.
    private func agents(writtenTo list: MailTarget) throws(LedgerError) -> Set<Address> {
        try checkKnown(list)
        guard list.isPeople else { return [] }
        let found = try agents(in: list)
        guard !found.isEmpty else {
            throw .refuse(.conflict, "nobody is in \(list)", about: list.text, hint: "gt mail directory")
        }
        let others = found.subtracting([speaker.actor])
        guard !others.isEmpty else {
            throw .refuse(
                .conflict, "nobody but you is in \(list)", about: list.text, hint: "gt mail directory")
        }
        return others
    }
}

extension LedgerReader {
    /// Everybody who is meant by this now. A group's members that are not there any more are left out.
    func agents(in target: MailTarget) throws(LedgerError) -> Set<Address> {
        try agents(in: [target], of: try presentAgents())
    }

    /// Likewise, for who has looked up already who is there.
    func agents(in targets: [MailTarget], of everybody: [Address]) throws(LedgerError) -> Set<Address> {
        var found: Set<Address> = []
        var seen: Set<MailTarget> = []
        var left = targets
        // Each group is opened once, so that no circle of them, however it came about, is walked for ever.
        while let target = left.popLast() {
            guard seen.insert(target).inserted else { continue }
            switch target {
            case .agent(let address): if everybody.contains(address) { found.insert(address) }
            case .everybody(let group): found.formUnion(everybody.filter(group.contains))
            case .group(let name): left += try knownGroup(name).members
            case .queue, .channel: break
            }
        }
        return found
    }

    /// Who can be written to, without the workers of rigs that were removed.
    func presentAgents() throws(LedgerError) -> [Address] {
        let removed = Set(try rigs().filter { $0.state == .removed }.map(\.name))
        return try directory().filter { $0.rig.map(removed.contains) != true }
    }

    /// Groups, queues and channels that somebody has made.
    func mailLists() throws(LedgerError) -> [MailTarget] {
        try groupNames().map(MailTarget.group) + queues().map { .queue($0.name) }
            + channels().map { .channel($0.name) }
    }
}
