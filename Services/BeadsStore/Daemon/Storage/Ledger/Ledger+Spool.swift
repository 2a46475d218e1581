internal import Hashing
package import TownModel
package import Wire

/// What became of one command of the spool. Only what this says may be done to its file.
package enum SpoolVerdict: Hashable, Sendable {
    /// It was carried out, now or before, or its sender was told that its time was over: nothing is left to be done.
    case settled
    /// It was refused; its sender and the overseer have been told.
    case refused(WireError)
    /// The disk is full: nothing was done, and a later try may succeed.
    case later
}

extension Ledger {
    /// Carries out commands of the spool in one transaction, each as one of the actor that it names: by its id once,
    /// however often it is found. Throws as `execute` does.
    package func drain(
        _ entries: [SpooledCommand], at now: Timestamp
    ) throws(LedgerFault) -> (batch: BatchOutcome, verdicts: [SpoolVerdict]) {
        try drained(at: now, count: entries.count) { (batch) throws(SQLiteFailure) in
            var verdicts: [SpoolVerdict] = []
            for entry in entries { verdicts.append(try batch.drain(entry)) }
            return verdicts
        }
    }

    /// A person is told that something in the spool can't be carried out.
    package func alarmOfSpool(at now: Timestamp) throws(LedgerFault) -> (batch: BatchOutcome, verdicts: [SpoolVerdict])
    {
        try drained(at: now, count: 1) { (batch) throws(SQLiteFailure) in
            try batch.asStore("spool") { (work) throws(LedgerError) in _ = try work.raise(.ofSpool) }
            return [.settled]
        }
    }

    private func drained(
        at now: Timestamp, count: Int, _ body: (Batch) throws(SQLiteFailure) -> [SpoolVerdict]
    ) throws(LedgerFault) -> (batch: BatchOutcome, verdicts: [SpoolVerdict]) {
        var verdicts: [SpoolVerdict] = []
        do throws(SQLiteFailure) {
            let batch = try transact(at: now) { (batch) throws(SQLiteFailure) in
                verdicts = try body(batch)
                return []
            }
            return (batch, verdicts)
        } catch {
            guard error.isFull else { throw LedgerFault(error) }
            let batch = BatchOutcome(answers: [], events: [], refused: refusals)
            return (batch, Array(repeating: .later, count: count))
        }
    }
}

extension Batch {
    fileprivate func drain(_ entry: SpooledCommand) throws(SQLiteFailure) -> SpoolVerdict {
        if let told = try toldBefore(entry) { return told }
        let request = entry.request
        let answer: Answer?
        if now.milliseconds - entry.acceptedAt.milliseconds > LedgerLimits.spoolAgeMaxMilliseconds {
            answer = Answer(
                id: request.id, headers: AnswerHeaders(sequence: sequence, epoch: town.epoch),
                result: .error(.tooOld(entry)))
        } else {
            answer = try carryOut(
                QueuedRequest(request: request, origin: .spool(entry.speaker, said: entry.acceptedAt)))
        }
        switch answer?.result {
        case nil: preconditionFailure("what has a savepoint of its own spoils nothing")
        case .ok: return .settled
        case .error(let refusal): return try tell(refusal, entry)
        }
    }

    /// Kept under an id that is made of the entry's: a store that was killed before it could set the file aside tells
    /// nobody twice, and what a person puts back is tried again.
    private func tell(_ refusal: WireError, _ entry: SpooledCommand) throws(SQLiteFailure) -> SpoolVerdict {
        let isOver = [NudgeSend.verb, NudgeBroadcast.verb].contains(entry.verb) && refusal.code == .expired
        let note = Note(refusal: refusal, isOver: isOver)
        try asStore(entry.telling.text) { (work) throws(LedgerError) in
            if entry.actor.takesMail, try work.directory().contains(entry.actor) {
                try work.deliver(
                    to: [entry.actor], subject: entry.subject(isOver: isOver),
                    body: entry.letter(refusal, isOver: isOver))
            }
            if !isOver { _ = try work.raise(.ofSpool) }
            let kept = Request(id: entry.telling, kind: .command, verb: Note.verb, body: [])
            try StoredAnswer(verb: Note.verb, body: JSONText.encode(note), sequence: work.sequence).save(kept, work)
        }
        return note.verdict
    }

    private func toldBefore(_ entry: SpooledCommand) throws(SQLiteFailure) -> SpoolVerdict? {
        let kept = try database.text(
            "SELECT answer FROM commands WHERE id = ? AND verb = ?", .text(entry.telling.text), .text(Note.verb))
        // What this very file has written can be read; otherwise it is tried as if nobody had been told.
        return kept.flatMap { try? JSONText.decode(Note.self, from: Array($0.utf8)) }?.verdict
    }
}

/// That a sender was told, and of what.
private struct Note: Codable {
    static let verb = "spool.told"
    var refusal: WireError
    /// It was for a moment that is over: no fault, and nothing to look into.
    var isOver: Bool

    var verdict: SpoolVerdict { isOver ? .settled : .refused(refusal) }
}

extension SpooledCommand {
    fileprivate var speaker: Speaker { Speaker(actor: actor, session: session, role: nil) }

    /// The id under which the refusal is kept. A hash: the entry's id may be as long as an id can be.
    fileprivate var telling: CommandID {
        CommandID(composed: "spool-told", String(SHA256.hex(id.text).prefix(40)), String(retries))
    }

    fileprivate func subject(isOver: Bool) -> String {
        isOver ? "your nudge came too late" : "not carried out: \(name) of \(acceptedAt)"
    }

    /// A file may name anything as its verb.
    private var name: String { Self.verbs.contains(verb) ? verb : "a command" }

    fileprivate func letter(_ refusal: WireError, isOver: Bool) -> String {
        let hint = refusal.hint.map { "\nNext: \($0)" } ?? ""
        let end = isOver ? "" : "\n\nIt is kept: gt spool show \(id); gt spool retry \(id) says it again."
        return """
            \(name) (\(id)) was accepted at \(acceptedAt), while the store was away, and was not carried out:

            \(refusal.message)\(hint)\(end)
            """
    }
}

extension WireError {
    fileprivate static func tooOld(_ entry: SpooledCommand) -> WireError {
        WireError(
            .expired, "it was accepted at \(entry.acceptedAt): whether it was carried out before is no longer known",
            about: entry.verb,
            hint: "look whether it was done; gt spool retry \(entry.id) does it, gt spool drop forgets it")
    }
}

extension Escalation {
    /// One for all entries: each sender has a letter of its own.
    fileprivate static var ofSpool: Escalation {
        Escalation(
            severity: .high, title: "commands that were accepted can't be carried out",
            text: """
                Commands that were accepted while the store was away could not be carried out, and were set aside. Their \
                senders were told by mail.

                gt spool list names them; gt spool show, retry and drop deal with them.
                """, source: "spool")
    }
}
