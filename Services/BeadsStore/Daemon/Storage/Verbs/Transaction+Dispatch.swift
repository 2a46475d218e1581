internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// How a bead is to be worked on, as the person or convoy that slung it said.
struct DispatchTerms: Hashable, Sendable {
    var rig: RigName
    var preset: String?
    var arguments: String?
    var mergeMode: MergeMode
    var dispatchedBy: Address
    /// Who slung it wants it begun no earlier.
    var notBefore: Timestamp?
}

extension Transaction {
    /// Puts an open bead into a rig's queue, as its next attempt.
    func enqueue(
        _ id: BeadID, _ terms: DispatchTerms, reason: String? = nil, notBefore: Timestamp? = nil
    ) throws(LedgerError) {
        let row = try knownBead(id)
        let notBefore = [notBefore, terms.notBefore].compactMap(\.self).max()
        let entry = DispatchEntry(
            bead: id, rig: terms.rig, attempt: try count(id, .dispatch), reason: reason,
            priority: row.bead.priority, enqueuedAt: now, notBefore: notBefore, preset: terms.preset,
            arguments: terms.arguments, mergeMode: terms.mergeMode, dispatchedBy: terms.dispatchedBy)
        try write(
            "INSERT INTO dispatch (bead, rig, value) VALUES (?, ?, ?)", .text(id.text), .text(terms.rig.text),
            .text(JSONText.text(entry)))
        try emit(
            .dispatchQueued, in: .rig(terms.rig), subject: id.text, EventData(dispatch: entry, note: reason))
        try change(row, note: reason) {
            $0.free()
            $0.queued = true
        }
        staleConvoys.formUnion(try convoys(tracking: id))
    }

    /// Takes the row out of the queue. The bead's own row is the caller's to change.
    func withdrawDispatch(_ id: BeadID, reason: String) throws(LedgerError) {
        guard var entry = try dispatch(id) else { return }
        try write("DELETE FROM dispatch WHERE bead = ?", .text(id.text))
        entry.state = .withdrawn
        try emit(
            .dispatchWithdrawn, in: .rig(entry.rig), subject: id.text, EventData(dispatch: entry, note: reason))
    }

    /// After an attempt that brought nothing: back into the queue, or, when the limit is reached, before a person.
    func tryAgain(
        _ id: BeadID, _ terms: DispatchTerms, after kind: AttemptKind, reason: String, notBefore: Timestamp? = nil
    ) throws(LedgerError) {
        guard try !asksPerson(about: id, after: kind, reason: reason) else { return }
        try enqueue(id, terms, reason: reason, notBefore: notBefore)
    }

    /// Counts an attempt that brought nothing; true when it was the last, and the bead is before a person now.
    func asksPerson(about id: BeadID, after kind: AttemptKind, reason: String) throws(LedgerError) -> Bool {
        let returns = try count(id, .returned(kind))
        guard returns >= kind.limit else { return false }
        try forgetReturns(id)
        try askPerson(
            about: id, title: "\(id) came back \(returns) times: \(kind.words)", text: reason,
            source: "\(kind.rawValue)/\(id)", severity: .high)
        return true
    }

    /// The bead rests, open and nobody's, behind a gate that only a person closes.
    func askPerson(
        about id: BeadID, title: String, text: String, source: String, severity: Severity
    ) throws(LedgerError) {
        try change(try knownBead(id)) {
            $0.free()
            $0.queued = false
        }
        let gate = try raise(
            Escalation(severity: severity, title: title, text: text, source: source, about: id))
        let edge = Edge(from: id, to: gate, type: .blocks)
        if try !has(edge) { try add(edge) }
    }
}

extension AttemptKind {
    /// For people.
    var words: String {
        switch self {
        case .restart: "its workers end without a result"
        case .conflict: "it conflicts with what has landed"
        case .failure: "its gates fail"
        }
    }
}
