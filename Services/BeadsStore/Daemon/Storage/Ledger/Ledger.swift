package import TownModel
package import Wire

/// The one writer of a town's state. Used by one thread; not Sendable on purpose.
///
/// It remembers nothing that is in its file: where the log ends, the town's name, tokens are read anew in each
/// transaction, so that no memory can disagree with what was really committed. The one exception is when the next timer
/// is due, as the last transaction left it: it is asked at every turn of the writer.
package final class Ledger {
    let database: Database
    let ports: LedgerPorts
    let file: LedgerFile?
    let shelf = GraphShelf()
    var refusals = Refusals()
    /// Questions that were answered here, in memory.
    var refusedQuestions = Refusals()
    /// nil: not read yet.
    private var timers: NextTimer?
    /// Of words, where queries are answered here: in memory.
    var index: SearchIndex?
    #if DEBUG
        /// Publishes, for the mutant that does so before it commits.
        package var tellTooEarly: ([LoggedEvent]) -> Void = { _ in }
        /// Answers, for the mutant that does so before it commits.
        private var answerTooEarly: ([Answer]) -> Void = { _ in }
    #endif

    init(database: Database, ports: LedgerPorts, file: LedgerFile?) {
        self.database = database
        self.ports = ports
        self.file = file
    }

    /// Carries out a batch in one transaction, each command as if it were alone, and commits once. Only what this gives
    /// back may be answered and published: it is on disk.
    ///
    /// When one fails after it has written, the others are done anew, each in a savepoint of its own.
    ///
    /// When the disk is full, every command of the batch is answered so and nothing was done; later ones may succeed.
    /// Throws when the state of the file is unknown (a failed sync): the process must end, unanswered.
    package func execute(_ batch: [QueuedRequest], at now: Timestamp) throws(LedgerFault) -> BatchOutcome {
        do {
            let work = { (work: Batch) throws(SQLiteFailure) -> [Answer]? in
                var answers: [Answer] = []
                for queued in batch {
                    guard let answer = try work.carryOut(queued) else { return nil }
                    answers.append(answer)
                }
                return answers
            }
            if let outcome = try attempt(at: now, .together, work) { return outcome }
            return try transact(at: now, work)
        } catch {
            guard error.isFull else { throw LedgerFault(error) }
            return BatchOutcome(answers: batch.map { Self.fullDisk($0.request) }, events: [], refused: refusals)
        }
    }

    /// Carries out a batch, then has everybody told of it, then has the callers answered, in the batch's order: so that
    /// what is told or answered is on disk, and who has its answer and asks a subscriber finds it told.
    package func serve(
        _ batch: [QueuedRequest], at now: Timestamp, tell: (BatchOutcome) throws -> Void,
        answer: ([Answer]) throws -> Void
    ) throws {
        #if DEBUG
            if Mutant.active == .answerBeforeCommit {
                var failure: (any Error)?
                try withoutActuallyEscaping(answer) { early in
                    answerTooEarly = { do { try early($0) } catch { failure = error } }
                    defer { answerTooEarly = { _ in } }
                    try tell(try execute(batch, at: now))
                }
                if let failure { throw failure }
                return try answer([])
            }
        #endif
        let outcome = try execute(batch, at: now)
        try tell(outcome)
        try answer(outcome.answers)
    }

    /// Carries out a command of the store itself: not kept by its id, because the store knows when it is due again.
    package func execute<C: Command>(
        _ command: C, at now: Timestamp
    ) throws(LedgerFault) -> BatchOutcome {
        let body = JSONText.encode(command)
        let id = CommandID(composed: "store", C.verb)
        let request = Request(id: id, kind: .command, verb: C.verb, body: body)
        return try execute([QueuedRequest(request: request, origin: .store)], at: now)
    }

    /// One transaction around `body`: committed as a whole, or rolled back and thrown.
    func transact(
        at now: Timestamp, _ body: (Batch) throws(SQLiteFailure) -> [Answer]?
    ) throws(SQLiteFailure) -> BatchOutcome {
        guard let outcome = try attempt(at: now, .apart, body) else {
            preconditionFailure("what has a savepoint of its own spoils nothing")
        }
        return outcome
    }

    /// nil, and nothing was done, when `body` gives nil.
    private func attempt(
        at now: Timestamp, _ separation: Batch.Separation, _ body: (Batch) throws(SQLiteFailure) -> [Answer]?
    ) throws(SQLiteFailure) -> BatchOutcome? {
        try database.run("BEGIN IMMEDIATE")
        do {
            let work = try Batch(
                database: database, ports: ports, shelf: shelf, now: now, refusals: refusals,
                separation: separation)
            guard let answers = try body(work) else {
                database.rollback()
                return nil
            }
            try database.noteWatched(work.events, epoch: work.town.epoch, at: now)
            let next = try NextTimer(database)
            #if DEBUG
                if Mutant.active == .publishBeforeCommit { tellTooEarly(work.events) }
                if Mutant.active == .answerBeforeCommit { answerTooEarly(answers) }
            #endif
            try database.run("COMMIT")
            timers = next
            refusals = work.refusals
            return BatchOutcome(answers: answers, events: work.events, refused: refusals)
        } catch {
            database.rollback()
            throw error
        }
    }

    /// As of the last commit: nobody else writes timers.
    func presentTimers() throws(SQLiteFailure) -> NextTimer {
        if let timers { return timers }
        let found = try NextTimer(database)
        timers = found
        return found
    }

    private static func fullDisk(_ request: Request) -> Answer {
        Answer(
            id: request.id,
            headers: AnswerHeaders(sequence: 0, epoch: 0, retryAfterMilliseconds: LedgerLimits.fullRetryMilliseconds),
            result: .error(
                WireError(
                    .busy, "the disk under the ledger is full: nothing was done", about: request.verb,
                    hint: "make room on the disk that holds the town's .gt directory; then the same command works")))
    }
}

/// A request with what the store knows of its sender and its age.
package struct QueuedRequest: Sendable {
    package var request: Request
    var origin: Origin
    /// How long it has waited since it arrived: compared with its deadline.
    package var waited: Duration

    enum Origin: Hashable, Sendable {
        /// `pid` is nil where the transport does not say.
        case peer(pid: Int32?)
        /// Over TCP, with the key of this name.
        case remote(KeyName)
        case store
        /// `said`: when its sender was told that it is accepted.
        case spool(Speaker, said: Timestamp)

        /// Somebody else's: kept by its id.
        var isPeer: Bool { self != .store }

        var remote: KeyName? {
            guard case .remote(let name) = self else { return nil }
            return name
        }

        /// nil: now.
        var said: Timestamp? {
            guard case .spool(_, let said) = self else { return nil }
            return said
        }
    }

    /// - Parameter remote: the key that the handshake proved, of a peer that came over TCP.
    package init(request: Request, pid: Int32?, remote: KeyName? = nil, waited: Duration = .zero) {
        self.request = request
        origin = remote.map(Origin.remote) ?? .peer(pid: pid)
        self.waited = waited
    }

    init(request: Request, origin: Origin) {
        self.request = request
        self.origin = origin
        waited = .zero
    }
}

/// What a committed batch came to.
package struct BatchOutcome: Sendable {
    /// One for each command, in their order.
    package var answers: [Answer]
    /// To be published in this order.
    package var events: [LoggedEvent]
    /// Commands refused since the ledger was opened.
    package var refused: Refusals
}
