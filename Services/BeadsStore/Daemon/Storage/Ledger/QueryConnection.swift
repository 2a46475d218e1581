package import TownModel
package import Wire

/// Reads beside the writer: one read-only connection, used by one thread.
package final class QueryConnection {
    private let database: Database
    private let ports: LedgerPorts
    private let index: SearchIndex?
    private let shelf = GraphShelf()

    /// `index`: for the one connection that answers searches.
    package init(path: String, ports: LedgerPorts, index: SearchIndex? = nil) throws(LedgerFault) {
        self.ports = ports
        self.index = index
        do {
            database = try Database(path: path, mode: .readOnly)
        } catch {
            throw LedgerFault(error)
        }
    }

    package func answer(
        _ queued: QueuedRequest, memory: StoreMemory, at now: Timestamp
    ) throws(LedgerFault) -> Answer {
        try desk(memory, at: now).answer(queued)
    }

    /// Who asks, for what is answered elsewhere; a refusal when he may not ask that.
    package func asker(
        of queued: QueuedRequest, at now: Timestamp
    ) throws(LedgerFault) -> (actor: Address?, headers: AnswerHeaders, refusal: Answer?) {
        try desk(StoreMemory(), at: now).asker(of: queued)
    }

    private func desk(_ memory: StoreMemory, at now: Timestamp) -> QueryDesk {
        QueryDesk(
            database: database, ports: ports, memory: memory, index: index, shelf: shelf, now: now,
            noteRefusal: ports.noteRefusal)
    }

    /// Brings the index of words up to the ledger of now.
    package func catchUp(at now: Timestamp) throws(LedgerFault) {
        try desk(StoreMemory(), at: now).catchUp()
    }
}

/// What queries tell that is not in the ledger.
package struct StoreMemory: Hashable, Sendable {
    /// The last heartbeat of each service, since the store began.
    package var heard: [String: HeardService]
    /// Commands refused since the store began.
    package var refused: Refusals
    /// Questions, and what could not be read.
    package var refusedQuestions: Refusals

    package init(
        heard: [String: HeardService] = [:], refused: Refusals = Refusals(), refusedQuestions: Refusals = Refusals()
    ) {
        self.heard = heard
        self.refused = refused
        self.refusedQuestions = refusedQuestions
    }
}

extension Ledger {
    /// Answers a query on the writer's own connection: all there is in memory; never while a batch runs.
    package func answer(
        _ queued: QueuedRequest, heard: [String: HeardService] = [:], at now: Timestamp
    ) throws(LedgerFault) -> Answer {
        let memory = StoreMemory(heard: heard, refused: refusals, refusedQuestions: refusedQuestions)
        if queued.request.verb == BeadSearch.verb, index == nil { index = try SearchIndex(path: nil) }
        return try QueryDesk(
            database: database, ports: ports, memory: memory, index: index, shelf: shelf, now: now,
            noteRefusal: { [self] in refusedQuestions.note($0) }
        ).answer(queued)
    }

    /// Where the log ends, for the feed's head.
    package func feedHead() throws(LedgerFault) -> FeedHead {
        do {
            return FeedHead(
                epoch: try TownFacts.load(database).epoch, sequence: try database.head(),
                streams: try database.heads())
        } catch {
            throw LedgerFault(error)
        }
    }
}

/// One query in one read transaction, so that all it says is of one moment.
private struct QueryDesk {
    let database: Database
    let ports: LedgerPorts
    let memory: StoreMemory
    let index: SearchIndex?
    let shelf: GraphShelf
    let now: Timestamp
    let noteRefusal: (RefusedQuestion) -> Void

    func catchUp() throws(LedgerFault) {
        do {
            try database.run("BEGIN")
            defer { database.rollback() }
            let reading = Reading(
                database: database, now: now, speaker: nil, town: try TownFacts.load(database), heard: [:],
                sequence: try database.head())
            try index?.catchUp(reading)
        } catch LedgerError.failed(let failure) {
            throw LedgerFault(failure)
        } catch let failure as SQLiteFailure {
            throw LedgerFault(failure)
        } catch {
            throw .storage("\(error)")
        }
    }

    func answer(_ queued: QueuedRequest) throws(LedgerFault) -> Answer {
        do {
            try database.run("BEGIN")
            defer { database.rollback() }
            let town = try TownFacts.load(database)
            let head = try database.head()
            return Answer(
                id: queued.request.id, headers: AnswerHeaders(sequence: head, epoch: town.epoch),
                result: try result(queued, town: town, head: head))
        } catch {
            throw LedgerFault(error)
        }
    }

    /// See `QueryConnection.asker`.
    func asker(
        of queued: QueuedRequest
    ) throws(LedgerFault) -> (actor: Address?, headers: AnswerHeaders, refusal: Answer?) {
        do {
            try database.run("BEGIN")
            defer { database.rollback() }
            let headers = AnswerHeaders(
                sequence: try database.head(), epoch: try TownFacts.load(database).epoch)
            do throws(LedgerError) {
                return (try admit(queued)?.actor, headers, nil)
            } catch {
                let refusal = try told(error, queued)
                return (nil, headers, Answer(id: queued.request.id, headers: headers, result: .error(refusal)))
            }
        } catch {
            throw LedgerFault(error)
        }
    }

    private func result(
        _ queued: QueuedRequest, town: TownFacts, head: Int64
    ) throws(SQLiteFailure) -> AnswerResult {
        do {
            return .ok(try run(queued, town: town, head: head))
        } catch {
            return .error(try told(error, queued))
        }
    }

    private func told(_ error: LedgerError, _ queued: QueuedRequest) throws(SQLiteFailure) -> WireError {
        switch error {
        case .refused(let refusal): return refusal
        case .failed(let failure):
            guard failure.isOfOneStatement else { throw failure }
            return WireError(.bug, "the store could not answer: \(failure)", about: queued.request.verb)
        }
    }

    /// Who asks; whom it is forbidden is counted.
    private func admit(_ queued: QueuedRequest) throws(LedgerError) -> Speaker? {
        var admission = Admission(database: database, ports: ports)
        do {
            return try admission.admit(question: queued)
        } catch {
            if case .refused(let refusal) = error {
                let asker = Asker(actor: admission.recognised, remote: queued.origin.remote)
                noteRefusal(RefusedQuestion(asker: asker, code: refusal.code, at: now))
            }
            throw error
        }
    }

    private func run(_ queued: QueuedRequest, town: TownFacts, head: Int64) throws(LedgerError) -> [UInt8] {
        let request = queued.request
        guard let rule = Catalogue.queries[request.verb] else {
            throw .refuse(
                .unknownVerb, "the store knows no query \(request.verb)", about: request.verb,
                hint: "client and store are of different versions: install one of them anew")
        }
        if let least = request.headers.atLeast { try AtLeast.check(least, head: head) }
        let speaker = try admit(queued)
        return try rule.run(
            request.body,
            Reading(
                database: database, now: now, speaker: speaker, town: town, heard: memory.heard,
                refused: (memory.refused, memory.refusedQuestions), isRunnable: ports.isRunnable, index: index,
                shelf: shelf,
                sequence: head))
    }
}
