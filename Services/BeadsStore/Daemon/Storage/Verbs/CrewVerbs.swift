internal import TownModel
internal import Wire

/// Who belongs to a rig's crew, and where their worktrees are. The row is first, the worktree follows, the word that it
/// stands is last: whatever ends in between is gone on with by the same command again.
extension VerbRule {
    static let crew: [VerbRule] = [
        .command(CrewAdd.self) { (add, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.add(add))
        },
        .command(CrewPlaced.self) { (placed, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.placed(placed))
        },
        .command(CrewRename.self) { (rename, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.rename(rename))
        },
        .command(CrewRemove.self) { (remove, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.leave(try transaction.knownResident(remove.agent)))
        },
        .command(CrewRemoved.self) { (removed, transaction) throws(LedgerError) in
            try transaction.removed(removed)
        },
    ]
}

extension QueryRule {
    static let crew: [QueryRule] = [
        .query(CrewList.self) { (list, reading) throws(LedgerError) in
            if let rig = list.rig { _ = try reading.knownRig(rig) }
            return CrewPage(crew: try reading.residents(in: list.rig))
        },
        .query(AgentShow.self) { (show, reading) throws(LedgerError) in
            try reading.row(of: try reading.knownResident(show.agent))
        },
    ]
}

extension Transaction {
    fileprivate func add(_ add: CrewAdd) throws(LedgerError) -> Resident {
        guard case .crew(let name, let own) = add.agent else {
            throw .refuse(
                .invalid, "\(add.agent) is no member of a crew", about: add.agent.description,
                hint: "gt crew add <rig>/<name>")
        }
        let rig = try knownRig(name)
        let branch = add.branch ?? "crew/\(own)"
        if let known = try resident(add.agent) {
            guard known.state == .making, add.branch == nil || add.branch == known.branch else {
                throw .refuse(
                    .already, "there is a \(add.agent) already", about: add.agent.description, hint: "gt crew list")
            }
            return known
        }
        try check(branch: branch, in: rig)
        let resident = Resident(
            agent: add.agent, number: try next("assignment"), bead: try identity(of: add.agent),
            worktree: "rigs/\(name)/crew/\(own)", branch: branch, target: rig.settings.target, addedAt: now)
        try save(resident)
        try tell(resident, "joins")
        return resident
    }

    /// A branch belongs to one worktree; the target's belongs to the Refinery, those of polecats to the Witness.
    private func check(branch: String, in rig: Rig) throws(LedgerError) {
        guard branch != rig.settings.target, !branch.hasPrefix("polecat/"), !branch.hasPrefix("-"),
            branch == branch.trimmed, !branch.isEmpty
        else {
            throw .refuse(
                .invalid, "\(branch.debugDescription) can't be a crew member's own branch", about: branch,
                hint: "leave --branch out, or name one that is nobody's")
        }
        let holder = try allResidents().first { $0.agent.rig == rig.name && $0.branch == branch }
        guard let holder else { return }
        throw .refuse(
            .conflict, "the branch \(branch) is that of \(holder.agent)", about: holder.agent.description,
            hint: "leave --branch out, or name another one")
    }

    func identity(of agent: Address) throws(LedgerError) -> BeadID {
        if let new = try know(agent) { return new }
        let known = try texts(
            "SELECT id FROM beads WHERE rig = ? AND type = 'agent' AND title = ? ORDER BY number DESC LIMIT 1",
            .text(agent.rig?.text ?? ""), .text(agent.description))
        guard let id = known.first.flatMap(BeadID.init) else {
            throw .refuse(.bug, "\(agent) has no bead of its own", about: agent.description)
        }
        return id
    }

    fileprivate func placed(_ placed: CrewPlaced) throws(LedgerError) -> Resident {
        var resident = try numbered(placed.agent, placed.number)
        guard resident.state == .making else { return resident }
        let isNew = resident.movedFrom == nil
        resident.state = .ready
        resident.movedFrom = nil
        resident.base = resident.base ?? placed.base
        try save(resident)
        try tell(resident, isNew ? "has its worktree, \(resident.worktree)" : "has moved to \(resident.worktree)")
        return resident
    }

    fileprivate func rename(_ rename: CrewRename) throws(LedgerError) -> Resident {
        var resident = try knownResident(rename.agent)
        guard case .crew(let rig, _) = rename.agent else { return resident }
        let new = Address.crew(rig, rename.name)
        guard new != rename.agent else { return resident }
        try checkIsAtRest(resident, "be renamed")
        guard try self.resident(new) == nil else {
            throw .refuse(.conflict, "there is a \(new) already", about: new.description, hint: "gt crew list")
        }
        let (was, now) = (SQLiteValue.text(rename.agent.description), SQLiteValue.text(new.description))
        try write("DELETE FROM residents WHERE agent = ?", was)
        try write("DELETE FROM agents WHERE address = ?", now)
        try write("UPDATE agents SET address = ? WHERE address = ?", now, was)
        try write("UPDATE OR REPLACE deliveries SET owner = ? WHERE owner = ?", now, was)
        try renameMember(rename.agent, to: new)
        try write("UPDATE OR REPLACE stops_held SET agent = ? WHERE agent = ?", now, was)
        try write(
            "UPDATE nudges SET target = ?1, value = json_set(value, '$.to', ?1) WHERE target = ?2 AND state = 'sent'",
            now, was)
        try write(
            "UPDATE OR REPLACE meta SET name = 'handoff/' || ? WHERE name = 'handoff/' || ?", now, was)
        try change(try knownBead(resident.bead), note: "renamed") { $0.bead.title = new.description }
        resident.agent = new
        resident.movedFrom = resident.worktree
        resident.worktree = "rigs/\(rig)/crew/\(rename.name)"
        resident.state = .making
        try save(resident)
        try tell(resident, "was \(rename.agent) until now")
        return resident
    }

    func leave(_ known: Resident) throws(LedgerError) -> Resident {
        var resident = known
        guard resident.state != .leaving else { return resident }
        // One whose worktree was never made can leave too.
        if resident.state == .ready || resident.movedFrom != nil { try checkIsAtRest(resident, "leave") }
        resident.state = .leaving
        try save(resident)
        try tell(resident, "leaves")
        return resident
    }

    fileprivate func removed(_ removed: CrewRemoved) throws(LedgerError) -> Done {
        try gone(
            removed.agent, number: removed.number,
            note: removed.rescueRef.map { "is gone; what it left is saved as \($0)" } ?? "is gone")
    }

    func gone(_ agent: Address, number: Int64, note: String) throws(LedgerError) -> Done {
        guard var resident = try resident(agent), resident.number == number else { return Done() }
        guard resident.state == .leaving else {
            throw .refuse(
                .conflict, "\(agent) was not asked to leave", about: agent.description,
                hint: "gt \(agent.isDog ? "dog" : "crew") remove \(agent)")
        }
        resident.state = .gone
        try write("DELETE FROM residents WHERE agent = ?", .text(agent.description))
        try write("DELETE FROM agents WHERE address = ?", .text(agent.description))
        try renameMember(agent, to: nil)
        try tell(resident, note)
        return Done()
    }

    /// Its session would speak in a name, and work in a place, that are not there any more.
    private func checkIsAtRest(_ resident: Resident, _ what: String) throws(LedgerError) {
        let agent = resident.agent
        guard resident.state == .ready else {
            throw .refuse(
                .conflict, "\(agent) can't \(what): it is \(resident.state.rawValue)", about: agent.description,
                hint: "gt \(agent.isDog ? "dog" : "crew") list says where it is")
        }
        guard resident.run == nil else {
            throw .refuse(
                .conflict, "\(agent) can't \(what) while its session runs", about: agent.description,
                hint: "gt \(agent.isDog ? "dog" : "crew") stop \(agent)")
        }
        if let hook = try hook(of: agent) {
            throw .refuse(
                .conflict, "\(agent) can't \(what) with \(hook.bead) on its hook", about: agent.description,
                hint: "gt unsling \(hook.bead), or gt close it")
        }
    }

    /// That very member, not a later one of its name.
    private func numbered(_ agent: Address, _ number: Int64) throws(LedgerError) -> Resident {
        let resident = try knownResident(agent)
        guard resident.number == number else {
            throw .refuse(.conflict, "\(agent) is another one by now", about: agent.description, hint: "gt crew list")
        }
        return resident
    }
}
