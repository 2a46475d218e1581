package import TownModel
package import Wire

/// Reads beside the writer: one read-only connection, used by one thread.
package final class QueryConnection {
    private let database: Database
    private let ports: LedgerPorts
    private let index: SearchIndex?

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
        try QueryDesk(database: database, ports: ports, memory: memory, index: index, now: now).answer(queued)
    }

    /// Brings the index of words up to the ledger of now.
    package func catchUp(at now: Timestamp) throws(LedgerFault) {
        try QueryDesk(database: database, ports: ports, memory: StoreMemory(), index: index, now: now).catchUp()
    }
}

/// What queries tell that is not in the ledger.
package struct StoreMemory: Hashable, Sendable {
    /// The last heartbeat of each service, since the store began.
    package var heard: [String: HeardService]
    /// Commands refused since the store began.
    package var refused: Int

    package init(heard: [String: HeardService] = [:], refused: Int = 0) {
        self.heard = heard
        self.refused = refused
    }
}

extension Ledger {
    /// Answers a query on the writer's own connection: all there is in memory; never while a batch runs.
    package func answer(
        _ queued: QueuedRequest, heard: [String: HeardService] = [:], at now: Timestamp
    ) throws(LedgerFault) -> Answer {
        let memory = StoreMemory(heard: heard, refused: refusals.total)
        if queued.request.verb == BeadSearch.verb, index == nil { index = try SearchIndex(path: nil) }
        return try QueryDesk(database: database, ports: ports, memory: memory, index: index, now: now)
            .answer(queued)
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
    let now: Timestamp

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

    private func result(
        _ queued: QueuedRequest, town: TownFacts, head: Int64
    ) throws(SQLiteFailure) -> AnswerResult {
        do {
            return .ok(try run(queued, town: town, head: head))
        } catch {
            switch error {
            case .refused(let refusal): return .error(refusal)
            case .failed(let failure):
                guard failure.isOfOneStatement else { throw failure }
                return .error(WireError(.bug, "the store could not answer: \(failure)", about: queued.request.verb))
            }
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
        var speaker: Speaker?
        if case .peer(let pid) = queued.origin {
            var admission = Admission(database: database, ports: ports)
            speaker = try admission.speaker(of: request.headers, pid: pid)
        }
        return try rule.run(
            request.body,
            Reading(
                database: database, now: now, speaker: speaker, town: town, heard: memory.heard,
                refused: memory.refused, isRunnable: ports.isRunnable, index: index, sequence: head))
    }
}
