internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Beads and their edges.
extension VerbRule {
    static let beads: [VerbRule] = [
        .command(BeadCreate.self, .anyone) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(BeadUpdate.self, .anyone) { (update, transaction) throws(LedgerError) in
            try transaction.update(update)
        },
        .command(BeadClose.self, .anyone) { (close, transaction) throws(LedgerError) in
            try transaction.closeByHand(close)
        },
        .command(BeadReopen.self, .anyone) { (reopen, transaction) throws(LedgerError) in
            try transaction.reopen(reopen)
        },
        .command(EdgeAdd.self, .anyone) { (add, transaction) throws(LedgerError) in
            if try !transaction.has(add.edge) { try transaction.add(add.edge) }
            return try transaction.reply(add.edge.from)
        },
        .command(EdgeRemove.self, .anyone) { (remove, transaction) throws(LedgerError) in
            try transaction.checkMayOpenGate(try transaction.knownBead(remove.edge.to))
            try transaction.remove(remove.edge)
            return try transaction.reply(remove.edge.from)
        },
    ]
}

extension Transaction {
    func reply(_ id: BeadID) throws(LedgerError) -> BeadReply {
        BeadReply(bead: try knownBead(id).bead)
    }

    fileprivate func create(_ create: BeadCreate) throws(LedgerError) -> BeadReply {
        let title = try BeadText.title(create.title)
        try BeadText.check(description: create.description)
        try BeadText.check(labels: create.labels)
        guard BeadType.creatable.contains(create.type) else {
            let types = BeadType.creatable.map(\.rawValue).joined(separator: ", ")
            throw .refuse(.invalid, "a bead can't be made of type \(create.type.rawValue)", hint: "types: \(types)")
        }
        if let moment = create.deferUntil, moment <= now {
            throw .refuse(.invalid, "it can't be deferred until \(moment): that is past", hint: "name a later time")
        }
        guard create.needs.count <= BeadLimits.beadsPerCommandMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.beadsPerCommandMax) needs in one command")
        }
        let id = try id(of: create)
        if let moment = create.deferUntil { try setTimer(.undefer(id), due: moment) }
        let row = try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: create.rig, title: title, description: create.description,
                    priority: create.priority, type: create.type, labels: Set(create.labels).sorted(),
                    createdAt: now, createdBy: speaker.actor.description, updatedAt: now,
                    deferUntil: create.deferUntil)))
        try setLabels(create.labels, of: id)
        if create.parent == nil, create.needs.isEmpty { return BeadReply(bead: row.bead) }
        if let parent = create.parent { try add(Edge(from: id, to: parent, type: .parentChild)) }
        for need in Set(create.needs).sorted() { try add(Edge(from: id, to: need, type: .blocks)) }
        return try reply(id)
    }

    /// A child's id says whose it is; every other one is minted under its home's prefix.
    private func id(of create: BeadCreate) throws(LedgerError) -> BeadID {
        let prefix = try create.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? "hq"
        guard let parent = create.parent else { return try mint(prefix: prefix) }
        _ = try knownBead(parent)
        while let id = BeadID("\(parent.text).\(try next("child/\(parent.text)"))") {
            // A file may have brought the number.
            if try standing(of: id) == nil { return id }
        }
        return try mint(prefix: prefix)
    }

    fileprivate func update(_ update: BeadUpdate) throws(LedgerError) -> BeadReply {
        let row = try knownBead(update.id)
        let title = try update.title.map(BeadText.title)
        if let description = update.description { try BeadText.check(description: description) }
        try BeadText.check(labels: update.addLabels)
        let labels = Set(row.bead.labels).union(update.addLabels).subtracting(update.removeLabels).sorted()
        guard labels.count <= BeadLimits.labelsMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.labelsMax) labels on one bead", about: update.id.text)
        }
        try setLabels(labels, of: update.id)
        try change(row) {
            $0.bead.title = title ?? $0.bead.title
            $0.bead.description = update.description ?? $0.bead.description
            $0.bead.priority = update.priority ?? $0.bead.priority
            $0.bead.labels = labels
        }
        if let priority = update.priority { try setPriority(priority, inQueue: update.id) }
        return try reply(update.id)
    }

    /// Who waits in a rig's queue waits under the bead's priority of now.
    private func setPriority(_ priority: Priority, inQueue id: BeadID) throws(LedgerError) {
        guard var entry = try dispatch(id), entry.priority != priority else { return }
        entry.priority = priority
        try write("UPDATE dispatch SET value = ? WHERE bead = ?", .text(JSONText.text(entry)), .text(id.text))
        try emit(
            .dispatchQueued, in: .rig(entry.rig), subject: id.text,
            EventData(dispatch: entry, note: "its priority has changed"))
    }

    func setLabels(_ labels: [String], of id: BeadID) throws(LedgerError) {
        try write("DELETE FROM labels WHERE bead = ?", .text(id.text))
        for label in Set(labels).sorted() {
            try write("INSERT INTO labels (bead, label) VALUES (?, ?)", .text(id.text), .text(label))
        }
    }

    fileprivate func reopen(_ reopen: BeadReopen) throws(LedgerError) -> BeadReply {
        let row = try knownBead(reopen.id)
        guard row.bead.status.isEnded else {
            throw .refuse(.already, "\(reopen.id) is not closed", about: reopen.id.text)
        }
        guard row.bead.status != .tombstone else {
            throw .refuse(.conflict, "\(reopen.id) was deleted", about: reopen.id.text, hint: "create a new bead")
        }
        try BeadText.check(reason: reopen.reason)
        let inherited = try inheritance(of: row)
        try change(row, as: .beadReopened, note: reopen.reason) {
            $0.free()
            $0.inherited = inherited
        }
        return try reply(reopen.id)
    }
}
