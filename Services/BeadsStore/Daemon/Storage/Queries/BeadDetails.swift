internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    /// A full id, or the beginning of one that only one bead (and those below it) has. Nothing never means anything.
    func resolve(_ text: String) throws(LedgerError) -> BeadID {
        if let id = BeadID(text), try exists("SELECT 1 FROM beads WHERE id = ?", .text(text)) { return id }
        guard BeadID(text) != nil else {
            throw .refuse(.invalid, "not a bead's id: \(text.debugDescription)", hint: "an id looks like gt-a1b2c3")
        }
        // '~' comes after every character of an id.
        let found = try texts(
            "SELECT id FROM beads WHERE id >= ?1 AND id < ?1 || '~' ORDER BY length(id), id LIMIT ?2", .text(text),
            .int(Int64(BeadLimits.candidatesMax)))
        guard let first = found.first, let id = BeadID(first) else {
            throw .refuse(
                .notFound, "there is no bead \(text)", about: text,
                hint: text.contains("-cv-") ? "gt convoy status \(text)" : "gt bead list shows what there is")
        }
        let others = found.dropFirst().filter { !$0.hasPrefix("\(first).") }
        guard others.isEmpty else {
            throw .refuse(
                .ambiguous, "\(text) fits several beads", about: text,
                hint: "one of: \(([first] + others).joined(separator: ", "))")
        }
        return id
    }

    func detail(_ row: BeadRow) throws(LedgerError) -> BeadDetail {
        BeadDetail(
            bead: row.bead, edges: try edges(of: row.id), waitsFor: try waitsFor(row),
            assignment: try latestAssignment(of: row.id), request: try latestRequest(of: row.id),
            line: String(decoding: try line(of: row).bytes, as: UTF8.self))
    }

    /// What keeps a bead from being ready, one sentence each.
    func waitsFor(_ row: BeadRow) throws(LedgerError) -> [String] {
        switch row.bead.disposition {
        case .closed, .ready: return []
        case .notWork: return [try notWorkSentence(row)]
        case .taken: return [try takenSentence(row)]
        case .deferred, .blocked:
            var sentences: [String] = []
            for hold in try holds(on: row.id) { sentences.append(try sentence(of: hold)) }
            if row.inherited.contains(.blocked) { sentences += try parentHolds(row, "blocked").map(\.sentence) }
            if let moment = row.bead.deferUntil { sentences.append("it is deferred until \(moment)") }
            if row.inherited.contains(.deferred) { sentences += try parentHolds(row, "deferred").map(\.sentence) }
            return sentences.isEmpty ? ["its status is \(row.bead.status.rawValue)"] : sentences
        }
    }

    func sentence(of hold: Hold) throws(LedgerError) -> String {
        let id = hold.subject
        let title = try knownBead(id).bead.title
        switch (hold.edge.type, hold.edge.gate) {
        case (.conditionalBlocks, _):
            guard hold.standing.status.isEnded else {
                return "it is only for the case that \(id) fails, and \(id) is not closed: \(title)"
            }
            return "it is only for the case that \(id) fails, and \(id) ended in another way: close it, or reopen \(id)"
        case (.waitsFor, .anyChildren): return "no child of \(id) is closed: \(title)"
        case (.waitsFor, _):
            guard hold.standing.status.isEnded else { return "\(id), whose children it waits for, is open: \(title)" }
            let open = try openHeirs(of: id).count
            return "\(open == 1 ? "1 child of \(id) is" : "\(open) children of \(id) are") open: \(title)"
        default: return "\(id) is not closed: \(title)"
        }
    }

    /// The beads above it that are blocked, or deferred.
    func parentHolds(
        _ row: BeadRow, _ word: String
    ) throws(LedgerError) -> [(parent: BeadID, sentence: String)] {
        var found: [(parent: BeadID, sentence: String)] = []
        for id in try parents(of: row.id) {
            guard let parent = try bead(id), !parent.bead.status.isEnded else { continue }
            let facts = parent.readiness
            guard word == "blocked" ? facts.isBlocked : facts.isDeferred else { continue }
            found.append((id, "its parent \(id) is \(word)"))
        }
        return found
    }

    func notWorkSentence(_ row: BeadRow) throws(LedgerError) -> String {
        if row.bead.pinned { return "it is pinned" }
        if row.marks.contains(.importing) { return "it is part of an import that is not finished: run that again" }
        if row.marks.contains(.template) { return "it is a template: others are made from it" }
        if row.marks.contains(.ephemeral) { return "it is a wisp's row, which a file brought" }
        switch row.bead.type {
        case .epic: return "an epic closes with its last child: \(try openChildren(of: row.id).count) are open"
        case .gate: return "it is a gate: a person closes it (gt bead close \(row.id))"
        default: return "a bead of type \(row.bead.type.rawValue) and status \(row.bead.status.rawValue) is no work"
        }
    }

    private func takenSentence(_ row: BeadRow) throws(LedgerError) -> String {
        if let entry = try dispatch(row.id) {
            return WaitingSentence.queued(entry)
        }
        if let assignment = try currentAssignment(of: row.id) {
            return WaitingSentence.hooked(assignment)
        }
        if let agent = try residentHolding(row.id) { return WaitingSentence.hooked(by: agent) }
        if let request = try openRequest(of: row.id) {
            return WaitingSentence.submitted(request)
        }
        return WaitingSentence.elsewhere(row.bead)
    }
}
