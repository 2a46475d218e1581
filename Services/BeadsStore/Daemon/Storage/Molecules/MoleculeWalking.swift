internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// From step to step.
extension Transaction {
    typealias MoleculeWalk = Walk<StepRows<Transaction>>

    func walk(_ row: MoleculeRow) -> MoleculeWalk {
        MoleculeWalk(row.index, book: StepRows(reader: self, molecule: row.number), now: now)
    }

    func next(_ next: MoleculeNext) throws(LedgerError) -> MoleculeNextReply {
        var row = try knownMolecule(next.molecule, shelf)
        // Squashed with its last step: whoever did not hear of it asks again.
        guard row.molecule.digest == nil else { return MoleculeNextReply(molecule: row.molecule) }
        try checkMayWalk(row)
        let holder = try stepHolder(next.holder)
        var walk = walk(row)
        let ended = try end(next, of: row, by: holder, &walk)
        guard row.molecule.endedAt == nil else { return MoleculeNextReply(molecule: row.molecule) }
        if row.isPoured, ended != nil {
            // What is free next shows in the beads.
            row = try settle(&walk, row)
            walk = self.walk(row)
        }
        var claimed: StepPlace?
        if next.claims, !walk.isOver, row.molecule.endedAt == nil {
            claimed = try claimNext(row, by: holder, after: ended, &walk)
        }
        let settled = try settle(&walk, row)
        guard let claimed else {
            let open = settled.molecule.endedAt == nil ? try show(settled).open : nil
            var reply = MoleculeNextReply(molecule: settled.molecule, open: open)
            reply.fanOuts = try fanOuts(of: settled)
            return reply
        }
        var reply = MoleculeNextReply(
            molecule: settled.molecule, next: told(claimed, try walk.row(claimed.number)))
        reply.fanOuts = try fanOuts(of: settled)
        return reply
    }

    /// Gives the number of what it has ended; nil when nothing had to be ended, or had ended so before.
    private func end(
        _ next: MoleculeNext, of molecule: MoleculeRow, by holder: String, _ walk: inout MoleculeWalk
    ) throws(LedgerError) -> Int64? {
        guard let number = next.ends else { return nil }
        let (place, row) = try knownStep(number, of: molecule, &walk)
        let output = try checked(next.output ?? [:], place, molecule)
        if let note = next.note { try BeadText.check(reason: note) }
        let hasFailed = next.failed == true
        if row.holder == holder, row.state == (hasFailed ? .failed : .done) { return nil }
        try checkCanEnd(place, row, of: molecule, by: holder)
        try checkNoHandHas(number, of: molecule)
        guard hasFailed else {
            try done(place, row, by: holder, output: output, note: next.note, of: molecule, &walk)
            return number
        }
        var tried = row
        tried.holder = holder
        try failed(place, tried, output: output, note: next.note, of: molecule, &walk)
        return number
    }

    /// It rests if its formula says so.
    func failed(
        _ place: StepPlace, _ row: StepRow, output: [String: String], note: String?, of molecule: MoleculeRow,
        _ walk: inout MoleculeWalk
    ) throws(LedgerError) {
        guard let again = walk.failed(place, row, output: output, note: note ?? "it failed") else { return }
        try setTimer(.step(molecule.molecule.root, row.number), due: again)
    }

    func done(
        _ place: StepPlace, _ row: StepRow, by holder: String, output: [String: String], note: String?,
        of molecule: MoleculeRow, _ walk: inout MoleculeWalk
    ) throws(LedgerError) {
        let children = try children(of: place, row.output.merging(output) { _, new in new }, molecule)
        try walk.done(place, row, by: holder, output: output, note: note, children: children)
        try fanOut(place.number, of: molecule, into: children)
    }

    func checkCanEnd(
        _ place: StepPlace, _ row: StepRow, of molecule: MoleculeRow, by holder: String
    ) throws(LedgerError) {
        let id = molecule.molecule.id(of: row.number)
        switch row.state {
        case .ready: return
        case .claimed:
            if row.holder == holder || speaker.actor.isPerson { return }
            if try isHeld(by: holder, molecule) { return }
            throw .refuse(
                .conflict, "\(id) is with \(row.holder ?? "another"), who ends it", about: id,
                hint: "gt mol release \(id) gives it back")
        case .waiting, .gated, .resting:
            throw .refuse(
                .conflict, "\(id) (\(place.path)) can't end: it is \(row.state.rawValue)", about: id,
                hint: "gt mol dag \(molecule.molecule.root) shows what it waits for")
        case .done, .skipped, .failed:
            throw .refuse(.already, "\(id) (\(place.path)) has ended: it is \(row.state.rawValue)", about: id)
        }
    }

    /// Whoever has the bead goes on where another stopped; a person who only looks does not take it from him.
    private func isHeld(by holder: String, _ molecule: MoleculeRow) throws(LedgerError) -> Bool {
        guard let bead = molecule.molecule.attached, holder == speaker.actor.description else { return false }
        return try text("SELECT agent FROM hooks WHERE bead = ?", .text(bead.text)) == holder
    }

    private func claimNext(
        _ molecule: MoleculeRow, by holder: String, after ended: Int64?, _ walk: inout MoleculeWalk
    ) throws(LedgerError) -> StepPlace? {
        // A step that is ended anew leads on; who asks without one, or a second time, is where he was.
        if ended == nil, let held = try held(by: holder, in: molecule) {
            guard let place = molecule.index.place(of: held.number), let held = try walk.row(held.number) else {
                return nil
            }
            if held.holder != holder { walk.claim(place, held, by: holder) }
            return place
        }
        if molecule.isPoured {
            guard let number = try firstFreeBead(of: molecule, after: ended) ?? ended,
                let place = molecule.index.place(of: number), let row = try walk.row(number), row.state == .ready
            else { return nil }
            walk.claim(place, row, by: holder)
            return place
        }
        // Hands stay near to what they were at.
        var nearest: (place: StepPlace, row: StepRow)?
        for place in walk.reached where place.number < nearest?.row.number ?? .max {
            if let row = try walk.row(place.number), row.state == .ready { nearest = (place, row) }
        }
        if let (place, row) = nearest {
            walk.claim(place, row, by: holder)
            return place
        }
        let free = try openSteps(
            "state = ?2 AND number <> ?3 ORDER BY number LIMIT 1", molecule.number,
            .int(StepState.ready.code),
            .int(ended ?? 0))
        // One that has just failed comes after all others.
        let number = free.first?.number ?? ended
        guard let number, let place = molecule.index.place(of: number), let row = try walk.row(number),
            row.state == .ready
        else { return nil }
        walk.claim(place, row, by: holder)
        return place
    }

    /// What he has claimed; of a bead's molecule, what anybody has who had the bead before.
    private func held(by holder: String, in molecule: MoleculeRow) throws(LedgerError) -> StepRow? {
        let claimed = SQLiteValue.int(StepState.claimed.code)
        let own = try openSteps(
            "state = ?2 AND holder = ?3 ORDER BY number LIMIT 1", molecule.number, claimed,
            .text(holder))
        guard own.isEmpty, try isHeld(by: holder, molecule) else { return own.first }
        return try openSteps(
            "state = ?2 AND holder IS NOT NULL ORDER BY number LIMIT 1", molecule.number,
            claimed
        ).first
    }

    func knownStep(
        _ number: Int64, of molecule: MoleculeRow, _ walk: inout MoleculeWalk
    ) throws(LedgerError) -> (place: StepPlace, row: StepRow) {
        guard let place = molecule.index.place(of: number), place.graphNode.shape == .step else {
            throw .refuse(
                .notFound, "\(molecule.molecule.root) has no step \(number)", about: molecule.molecule.id(of: number),
                hint: "gt mol dag \(molecule.molecule.root) shows its steps")
        }
        return (place, try walk.row(number) ?? StepRow(number: number, state: .waiting))
    }

    func checked(
        _ output: [String: String], _ place: StepPlace, _ molecule: MoleculeRow
    ) throws(LedgerError) -> [String: String] {
        guard !output.isEmpty else { return output }
        let id = molecule.molecule.id(of: place.number)
        guard output.keys.allSatisfy({ !$0.isEmpty }) else {
            throw .refuse(.invalid, "an output of \(id) has no name", about: id)
        }
        let bytes = JSONText.encode(map: output).count
        guard bytes <= MoleculeLimits.outputBytesMax else {
            throw .refuse(
                .tooLarge, "the output of \(id) has \(bytes) bytes, at most \(MoleculeLimits.outputBytesMax) are kept",
                about: id, hint: "write it to a file and give the file's name")
        }
        return output
    }

    /// Under which name steps are claimed. An agent speaks for himself.
    func stepHolder(_ text: String?) throws(LedgerError) -> String {
        let own = speaker.actor.description
        guard let text, text != own else { return own }
        guard speaker.actor.isPerson else {
            throw .refuse(.forbidden, "\(own) can't claim steps for \(text)", about: text)
        }
        guard !text.isEmpty, text.utf8.count <= MoleculeLimits.holderBytesMax else {
            throw .refuse(.invalid, "a holder's name has 1 to \(MoleculeLimits.holderBytesMax) bytes", about: text)
        }
        return text
    }

    /// A bead's molecule is walked by whoever has the bead, and by a person.
    func checkMayWalk(_ molecule: MoleculeRow) throws(LedgerError) {
        guard let bead = molecule.molecule.attached, !speaker.actor.isPerson else { return }
        let agent = try text("SELECT agent FROM hooks WHERE bead = ?", .text(bead.text))
        guard agent == speaker.actor.description else {
            throw .refuse(
                .conflict, "\(molecule.molecule.root) is the way of \(bead), which is on \(agent ?? "nobody")'s hook",
                about: molecule.molecule.root.text, hint: "gt hook shows what is on yours")
        }
    }
}
