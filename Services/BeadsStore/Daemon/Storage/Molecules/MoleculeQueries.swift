internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    /// With what is open: not what only waits for others, and no loops that go round.
    func show(_ row: MoleculeRow) throws(LedgerError) -> MoleculeReply {
        let open = try openSteps(
            "state > 0 AND NOT (state = 3 AND holder IS NULL) ORDER BY number LIMIT ?2",
            row.number,
            .int(Int64(MoleculeLimits.openShownMax)))
        return MoleculeReply(
            molecule: row.molecule,
            open: open.compactMap { step in row.index.place(of: step.number).map { told($0, step).brief } },
            fanOuts: try fanOuts(of: row))
    }
}

extension Reading {
    /// The molecule that is the way of working at a bead.
    func way(of bead: BeadID) throws(LedgerError) -> MoleculeReply? {
        guard let root = try wayRoot(of: bead), let row = try molecule(root, shelf) else { return nil }
        return try show(row)
    }

    func current(_ current: MoleculeCurrent) throws(LedgerError) -> MoleculeCurrentReply {
        guard let name = current.holder ?? speaker?.actor.description else {
            throw .refuse(.invalid, "whose molecules is not said", hint: "name the holder")
        }
        let found = try texts(
            """
            SELECT root FROM molecules WHERE number IN (
                SELECT molecule FROM \(StepSQL.open) WHERE \(StepSQL.isOpen) AND state = 3 AND holder = ?1
                UNION SELECT m.number FROM hooks h JOIN molecules m ON m.attached = h.bead WHERE h.agent = ?1)
            ORDER BY number LIMIT \(MoleculeLimits.openShownMax)
            """, .text(name))
        var replies: [MoleculeReply] = []
        for root in found.compactMap(BeadID.init) { replies.append(try show(try knownMolecule(root, shelf))) }
        return MoleculeCurrentReply(molecules: PageLimit.fit(replies).page)
    }

    func molecules(_ list: MoleculeList) throws(LedgerError) -> MoleculeListReply {
        let limit = PageLimit.rows(list.limit)
        let found = try rows(
            """
            SELECT \(MoleculeRow.columns) FROM molecules WHERE ?1 OR ended_at IS NULL ORDER BY number DESC LIMIT ?2
            """, .flag(list.includeEnded), .int(Int64(limit) + 1)
        ) { (row) throws(SQLiteFailure) in MoleculeRow.molecule(row) }
        let molecules = Array(found.prefix(limit).compactMap(\.self))
        let (page, isWhole) = PageLimit.fit(molecules)
        return MoleculeListReply(molecules: page, hasMore: !isWhole || found.count > limit)
    }

    func steps(_ query: MoleculeSteps) throws(LedgerError) -> MoleculeStepsReply {
        let molecule = try knownMolecule(query.molecule, shelf)
        try checkHasRows(molecule)
        let limit = PageLimit.rows(query.limit)
        let after = max(0, query.after)
        func told(_ place: StepPlace, _ row: StepRow?) -> MoleculeStep {
            let step = self.told(place, row)
            return query.isFull == true ? step : step.brief
        }
        let reached = try steps(
            "number > ?2 ORDER BY number LIMIT ?3", molecule.number, .int(after), .int(Int64(limit) + 1))
        var found: [MoleculeStep] = []
        if query.onlyReached {
            found = reached.prefix(limit).compactMap { row in
                molecule.index.place(of: row.number).map { told($0, row) }
            }
        } else {
            let rows = Dictionary(reached.map { ($0.number, $0) }) { first, _ in first }
            let last = min(molecule.index.count, after + Int64(limit))
            for number in (after + 1)..<(max(after, last) + 1) {
                if let place = molecule.index.place(of: number) { found.append(told(place, rows[number])) }
            }
        }
        let (page, isWhole) = PageLimit.fit(found)
        let end = page.last?.number ?? molecule.index.count
        let isMore = !isWhole || (query.onlyReached ? reached.count > limit : end < molecule.index.count)
        return MoleculeStepsReply(steps: page, next: isMore ? end : nil)
    }
}

extension MoleculeStep {
    /// For lists: without the long texts.
    var brief: MoleculeStep {
        var brief = self
        brief.step.description = nil
        brief.step.notes = nil
        brief.step.acceptance = nil
        return brief
    }
}
