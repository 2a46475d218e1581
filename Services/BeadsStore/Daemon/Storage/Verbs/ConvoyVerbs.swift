internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Bundles of work.
extension VerbRule {
    static let convoys: [VerbRule] = [
        .command(ConvoyCreate.self) { (create, transaction) throws(LedgerError) in
            let members = try transaction.members(create.beads)
            return ConvoyReply(
                convoy: try transaction.found(title: create.title, members: members, feeding: create.feeding))
        },
        .command(ConvoyAdd.self) { (add, transaction) throws(LedgerError) in
            try transaction.add(add)
        },
        .command(ConvoyClose.self) { (close, transaction) throws(LedgerError) in
            let convoy = try transaction.knownConvoy(close.convoy)
            try BeadText.check(reason: close.reason)
            if convoy.state != .closed { try transaction.close(convoy, reason: close.reason) }
            return ConvoyReply(convoy: try transaction.knownConvoy(close.convoy))
        },
        .command(ConvoyWatch.self) { (watch, transaction) throws(LedgerError) in
            try transaction.watch(watch)
        },
        .command(ConvoyLanded.self) { (landed, transaction) throws(LedgerError) in
            try transaction.landed(landed)
        },
    ]
}

extension Transaction {
    /// The beads that a convoy tracks for these names: epics stand for the open work under them.
    fileprivate func members(_ beads: [BeadID]) throws(LedgerError) -> [BeadID] {
        var members: [BeadID] = []
        for id in beads {
            let row = try knownBead(id)
            if row.bead.type == .epic {
                members += try openLeaves(of: row).map(\.id)
            } else if row.bead.type.isWork {
                members.append(id)
            } else {
                throw .refuse(
                    .invalid, "\(id) is no work: a \(row.bead.type.rawValue) can't be tracked", about: id.text)
            }
        }
        var seen: Set<BeadID> = []
        return members.filter { seen.insert($0).inserted }
    }

    fileprivate func add(_ add: ConvoyAdd) throws(LedgerError) -> ConvoyReply {
        let convoy = try knownConvoy(add.convoy)
        guard convoy.state != .closed else {
            throw .refuse(
                .conflict, "\(add.convoy) was closed by hand", about: add.convoy.text, hint: "make a new convoy")
        }
        let members = try members(add.beads)
        try track(members, in: convoy)
        try refresh(convoy, adding: members)
        return ConvoyReply(convoy: try knownConvoy(add.convoy))
    }

    fileprivate func watch(_ watch: ConvoyWatch) throws(LedgerError) -> ConvoyReply {
        var convoy = try knownConvoy(watch.convoy)
        let watchers = Set(convoy.watchers)
        let wanted = watch.watch ? watchers.union([speaker.actor]) : watchers.subtracting([speaker.actor])
        guard wanted != watchers else { return ConvoyReply(convoy: convoy) }
        convoy.watchers = wanted.sorted()
        try save(convoy)
        try emit(.convoyChanged, in: .town, subject: convoy.id.text, EventData(convoy: convoy))
        return ConvoyReply(convoy: convoy)
    }

    /// The notice goes out in the transaction that makes it true, once for each generation.
    fileprivate func landed(_ landed: ConvoyLanded) throws(LedgerError) -> Done {
        try checkRole(.mayor)
        var convoy = try knownConvoy(landed.convoy)
        guard landed.generation == convoy.generation, convoy.state != .closed else {
            throw .refuse(
                .conflict, "\(convoy.id) is \(convoy.state.rawValue) in generation \(convoy.generation)",
                about: convoy.id.text)
        }
        guard convoy.state == .open else { return Done() }
        guard convoy.isComplete else {
            throw .refuse(.conflict, "\(convoy.id) has open members", about: convoy.id.text)
        }
        convoy.state = .landed
        try driveNoMore(convoy)
        try save(convoy)
        try emit(
            .convoyLanded, in: .town, subject: convoy.id.text, EventData(convoy: convoy, note: convoy.endings))
        let lines = convoy.members.map { "\($0.bead)  \($0.ending ?? "open")  \($0.title)" }
        try deliver(
            to: Set(convoy.watchers + [convoy.owner]).filter(\.takesMail).sorted(),
            subject: "\(convoy.title): landed (\(convoy.endings))", body: lines.joined(separator: "\n"))
        return Done()
    }
}
