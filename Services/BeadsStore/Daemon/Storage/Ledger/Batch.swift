internal import TownModel
internal import Wire

/// The commands of one transaction: where the log ends grows from one to the next, and each refused one leaves
/// nothing behind but a count.
final class Batch {
    let database: Database
    let ports: LedgerPorts
    let shelf: GraphShelf
    let now: Timestamp
    private(set) var town: TownFacts
    private(set) var sequence: Int64
    private(set) var events: [LoggedEvent] = []
    var refusals: Refusals
    /// A command failed after it had written, and only the whole transaction can be taken back.
    private var isSpoiled = false
    private let separation: Separation
    private var admission: Admission
    /// Where streams end of which an event was written in this transaction.
    private var heads: [String: Int64] = [:]
    /// Rows that this connection had changed before the transaction.
    private let changesBefore: Int64

    /// What a command that fails after it has written takes back.
    enum Separation {
        /// Its own savepoint. Costs a copy of every page that a command touches.
        case apart
        /// The transaction: hardly a command fails that late.
        case together
    }

    init(
        database: Database, ports: LedgerPorts, shelf: GraphShelf, now: Timestamp, refusals: Refusals,
        separation: Separation
    ) throws(SQLiteFailure) {
        self.shelf = shelf
        self.separation = separation
        admission = Admission(database: database, ports: ports)
        changesBefore = database.totalChanges
        self.database = database
        self.ports = ports
        self.now = now
        self.refusals = refusals
        town = try TownFacts.load(database)
        sequence = try database.head()
    }

    /// Total: every command gets an answer, unless the whole batch has to be done anew, each command apart: then nil.
    /// Throws only what ends the whole batch.
    func carryOut(_ queued: QueuedRequest) throws(SQLiteFailure) -> Answer? {
        do {
            let admitted = try admission.admit(queued)
            if isKept(admitted, queued), let stored = try StoredAnswer.find(queued.request, in: database) {
                return stored.answer(to: queued.request.id, epoch: town.epoch)
            }
            return try run(admitted, queued)
        } catch {
            let asker = Asker(actor: admission.recognised, remote: queued.origin.remote)
            return isSpoiled ? nil : try refuse(queued, by: asker, error)
        }
    }

    /// The log goes on above numbers that may have been given out elsewhere.
    func skip(_ numbers: Int64) { sequence += numbers }

    /// Runs `body` so that it leaves nothing when it throws. Its events and its place in the log count only when it does
    /// not.
    func separately<Result>(
        speaker: Speaker, cause: String, because: String? = nil, said: Timestamp? = nil,
        _ body: (Transaction) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        let work = Transaction(
            database: database, now: now, said: said, speaker: speaker, cause: cause, because: because, town: town,
            ports: ports, shelf: shelf, sequence: sequence, heads: heads)
        if separation == .apart { try work.write("SAVEPOINT command") }
        let changes = database.totalChanges
        do {
            let result = try body(work)
            if separation == .apart { try work.write("RELEASE command") }
            sequence = work.sequence
            heads = work.heads
            events += work.events
            if work.changedSpeakers { admission.forget() }
            if work.changedTown { town = try work.read { (db) throws(SQLiteFailure) in try TownFacts.load(db) } }
            return result
        } catch {
            // A full disk may have rolled back the whole transaction already: then there is nothing to take back.
            if database.isInTransaction { try takeBack(work, since: changes) }
            throw error
        }
    }

    private func takeBack(_ work: Transaction, since changes: Int64) throws(LedgerError) {
        switch separation {
        case .apart:
            try work.write("ROLLBACK TO command")
            try work.write("RELEASE command")
        case .together where database.totalChanges == changes: break
        case .together where changes == changesBefore:
            try work.write("ROLLBACK")
            try work.write("BEGIN IMMEDIATE")
        case .together: isSpoiled = true
        }
    }

    /// What comes from the spool is carried out once, whatever it is.
    private func isKept(_ admitted: Admission.Admitted, _ queued: QueuedRequest) -> Bool {
        queued.origin.isPeer && (admitted.rule.isKept || queued.origin.said != nil)
    }

    private func run(_ admitted: Admission.Admitted, _ queued: QueuedRequest) throws(LedgerError) -> Answer {
        let request = queued.request
        try checkConditions(queued)
        let body = try separately(
            speaker: admitted.speaker, cause: request.id.text, because: request.headers.cause, said: queued.origin.said
        ) { (work) throws(LedgerError) in
            let reply = try admitted.rule.run(request.body, work)
            try work.settle(request.headers.closes ?? [])
            if isKept(admitted, queued) {
                try StoredAnswer(verb: request.verb, body: reply, sequence: work.sequence).save(request, work)
            }
            return reply
        }
        return Answer(
            id: request.id, headers: AnswerHeaders(sequence: sequence, epoch: town.epoch), result: .ok(body))
    }

    private func checkConditions(_ queued: QueuedRequest) throws(LedgerError) {
        let headers = queued.request.headers
        if let deadline = headers.deadlineMilliseconds, queued.waited.milliseconds > deadline {
            throw .refuse(
                .expired, "the deadline of \(deadline) ms passed before the store began: nothing was done",
                about: queued.request.verb, hint: "send it again")
        }
        if let cause = headers.cause, CommandID(cause) == nil {
            throw .refuse(
                .invalid, "the header cause is not 1 to 128 printable ASCII characters", about: queued.request.verb,
                hint: "it is the id of what led to the command: an event, an intent")
        }
        if let least = headers.atLeast { try AtLeast.check(least, head: sequence) }
        for (bead, version) in (headers.expect ?? [:]).sorted(by: { $0.key < $1.key }) {
            try expect(bead, at: version)
        }
    }

    private func expect(_ bead: BeadID, at version: Int64) throws(LedgerError) {
        let found: Int64?
        do {
            found = try database.int("SELECT version FROM beads WHERE id = ?", .text(bead.text))
        } catch {
            throw .failed(error)
        }
        guard let found else { throw .refuse(.notFound, "there is no bead \(bead)", about: bead.text) }
        guard found == version else {
            throw .refuse(
                .version, "\(bead) is at version \(found), not \(version): it has changed since it was read",
                about: bead.text, hint: "read it again, then decide again")
        }
    }

    /// The answer of a command that left no trace; the first of its kind in a minute is told to the town.
    private func refuse(
        _ queued: QueuedRequest, by asker: Asker, _ error: LedgerError
    ) throws(SQLiteFailure) -> Answer {
        let request = queued.request
        let refusal: WireError
        switch error {
        case .refused(let said): refusal = said
        case .failed(let failure):
            guard failure.isOfOneStatement else { throw failure }
            refusal = WireError(
                .bug, "the store could not carry it out: \(failure)", about: request.verb,
                hint: "please report it with the store's log")
        }
        #if DEBUG
            if Mutant.active == .keepRefusals {
                try StoredAnswer.keep(refusal, of: request.id, at: now, in: database)
            }
        #endif
        if refusals.note(asker, refusal.code, at: now) { try tell(refusal, of: request, by: asker.actor) }
        return Answer(
            id: request.id, headers: AnswerHeaders(sequence: sequence, epoch: town.epoch), result: .error(refusal))
    }

    private func tell(_ refusal: WireError, of request: Request, by actor: Address?) throws(SQLiteFailure) {
        try asStore(
            request.id.text, because: request.headers.cause.flatMap(CommandID.init)?.text
        ) { (work) throws(LedgerError) in
            try work.emit(
                .commandRefused, in: .town, subject: actor?.description ?? "nobody",
                EventData(note: "\(request.verb): \(refusal.code.rawValue): \(refusal.message)"))
        }
    }

    /// What the store itself says in a transaction of others. A refusal of its own words is an error of ours.
    func asStore(
        _ cause: String, because: String? = nil, _ body: (Transaction) throws(LedgerError) -> Void
    ) throws(SQLiteFailure) {
        do {
            try separately(speaker: .store, cause: cause, because: because, body)
        } catch .failed(let failure) {
            throw failure
        } catch {
            preconditionFailure("the store's own words were refused: \(error)")
        }
    }
}

/// A reader that has seen sequence N must never be answered from before it.
enum AtLeast {
    static func check(_ least: Int64, head: Int64) throws(LedgerError) {
        guard least > head else { return }
        throw .refuse(
            .gone, "the ledger ends at \(head), before the \(least) that was asked for: it was restored",
            about: String(head), hint: "list the state again: it is true for \(head)")
    }
}
