internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Gates: beads that hold others until a person, a clock or another bead opens them. What opens one is in its line, in the
/// reference's words.
extension Transaction {
    func create(_ create: GateCreate) throws(LedgerError) -> BeadReply {
        let held = try knownBead(create.holding)
        guard !held.bead.status.isEnded else {
            throw .refuse(.conflict, "\(held.id) is closed: nothing holds it", about: held.id.text)
        }
        let prefix =
            try held.bead.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
        let id = try mint(prefix: prefix)
        var line = BeadLine(id: id.text)
        line.set(.awaitType, text: create.kind.rawValue)
        let sentence = try arm(create, id, &line)
        try store(line, of: id)
        try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: held.bead.rig, title: try BeadText.title(create.title ?? sentence),
                    priority: held.bead.priority, type: .gate, createdAt: now,
                    createdBy: speaker.actor.description, updatedAt: now)))
        if let awaited = create.awaited, create.kind == .bead {
            try add(Edge(from: id, to: awaited, type: .until))
        }
        try add(Edge(from: held.id, to: id, type: .blocks))
        return try reply(id)
    }

    /// What opens it; gives the title of a gate that has none.
    private func arm(_ create: GateCreate, _ id: BeadID, _ line: inout BeadLine) throws(LedgerError) -> String {
        switch create.kind {
        case .human: return "Gate: a person lets \(create.holding) go on"
        case .timer:
            guard let seconds = create.seconds, (1...BeadLimits.gateSecondsMax).contains(seconds) else {
                throw .refuse(
                    .invalid, "a timer gate needs 1 to \(BeadLimits.gateSecondsMax) seconds", about: id.text)
            }
            line.set(.timeout, number: seconds * 1_000_000_000)
            try setTimer(.openGate(id), due: now.advanced(by: .seconds(seconds)))
            return "Gate: \(create.holding) waits \(seconds) s"
        case .bead:
            guard let awaited = create.awaited else {
                throw .refuse(.invalid, "a bead gate needs the bead that opens it", about: id.text)
            }
            guard try !knownBead(awaited).bead.status.isEnded else {
                throw .refuse(.conflict, "\(awaited) is closed already: the gate would be open", about: awaited.text)
            }
            line.set(.awaitID, text: awaited.text)
            return "Gate: \(create.holding) waits for \(awaited)"
        }
    }

    /// The timer of a gate that a file brought.
    func armImportedGate(_ row: BeadRow, _ line: BeadLine) throws(LedgerError) {
        guard row.bead.type == .gate, line.text(.awaitType) == GateCreate.Kind.timer.rawValue else { return }
        guard !row.bead.status.isEnded, let nanoseconds = line.number(.timeout), nanoseconds > 0 else {
            return try dropTimer(.openGate(row.id))
        }
        try setTimer(
            .openGate(row.id), due: row.bead.createdAt.advanced(by: .milliseconds(nanoseconds / 1_000_000)))
    }

    func openGate(_ id: BeadID, because reason: String) throws(LedgerError) -> [BeadStep] {
        guard let row = try bead(id), row.bead.type == .gate, !row.bead.status.isEnded else { return [] }
        return try put(row, as: .beadClosed, note: reason) { $0.end(reason: reason, outcome: .success, at: now) }
            .map { [$0] } ?? []
    }

    /// Gates that were waiting for this bead to end.
    func openGates(awaiting id: BeadID) throws(LedgerError) -> [BeadStep] {
        var steps: [BeadStep] = []
        for text in try texts("SELECT source FROM edges WHERE target = ? AND type = 'until'", .text(id.text)) {
            if let gate = BeadID(text) { steps += try openGate(gate, because: "\(id) has ended") }
        }
        return steps
    }
}
