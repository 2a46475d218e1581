internal import TownModel
internal import Wire

enum RigVerbs {
    static let rules: [VerbRule] = [
        .command(RigAdd.self) { (add, work) throws(LedgerError) in
            RigReply(rig: try work.add(add))
        },
        .command(RigSetState.self) { (change, work) throws(LedgerError) in
            RigReply(rig: try work.setState(change))
        },
    ]
}

extension Transaction {
    fileprivate func add(_ add: RigAdd) throws(LedgerError) -> Rig {
        try checkPrefix(add)
        let settings: RigSettings
        let hash: String
        switch ports.rigFile(add.name) {
        case .usable(let read, let readHash): (settings, hash) = (read.under(try townAgents()), readHash)
        case .unusable(let problem):
            throw .refuse(
                .invalid, "rigs/\(add.name)/rig.toml can't be used: \(problem)", about: add.name.text,
                hint: "correct the file, then add the rig again")
        }
        let before = try rig(add.name)
        if let before, before.state != .removed {
            throw .refuse(.conflict, "there is a rig \(add.name) already", about: add.name.text, hint: "gt rig list")
        }
        let added = Rig(
            name: add.name, prefix: add.prefix, remote: add.remote, settings: settings,
            addedAt: before?.addedAt ?? now)
        try save(added)
        try setMeta(ConfigFile.rig(add.name).meta, hash)
        try tell(.rigAdded, added)
        return added
    }

    /// Beads of a removed rig keep their ids: its prefix stays its own.
    private func checkPrefix(_ add: RigAdd) throws(LedgerError) {
        let isPrefix =
            (1...8).contains(add.prefix.utf8.count)
            && add.prefix.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard isPrefix, add.prefix != TownPrefix.standard.text, add.prefix != town.prefix.text else {
            throw .refuse(
                .invalid, "\"\(add.prefix)\" can't be a prefix: one to eight lower-case letters, not the town's own",
                about: add.name.text, hint: "name another one with --prefix")
        }
        guard let holder = try rigs().first(where: { $0.prefix == add.prefix && $0.name != add.name }) else { return }
        throw .refuse(
            .conflict, "the prefix \(add.prefix) is \(holder.name)'s", about: holder.name.text,
            hint: "name another one with --prefix")
    }

    fileprivate func setState(_ change: RigSetState) throws(LedgerError) -> Rig {
        var rig = try knownRig(change.name)
        guard rig.state != change.state else { return rig }
        rig.state = change.state
        try save(rig)
        try tell(.rigChanged, rig)
        if rig.state == .removed { try returnClaims(ofRig: rig.name) }
        return rig
    }

    func save(_ rig: Rig) throws(LedgerError) {
        try write(
            """
            INSERT INTO rigs (name, prefix, state, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET prefix = excluded.prefix, state = excluded.state, value = excluded.value
            """, .text(rig.name.text), .text(rig.prefix), .text(rig.state.rawValue), .text(JSONText.text(rig)))
    }

    /// In the rig's own stream for its roles, and in the town's for the Mayor and the Deacon.
    func tell(_ kind: EventKind, _ rig: Rig, note: String? = nil) throws(LedgerError) {
        for stream in [StreamName.town, .rig(rig.name)] {
            try emit(kind, in: stream, subject: rig.name.text, EventData(rig: rig, note: note))
        }
    }
}
