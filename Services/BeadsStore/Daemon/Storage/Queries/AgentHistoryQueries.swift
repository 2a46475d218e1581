internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What workers have done. One statement for all of it: an answer of thousands of assignments takes milliseconds.
extension QueryRule {
    static let histories: [QueryRule] = [
        .query(AgentHistory.self) { (asked, reading) throws(LedgerError) in
            let (page, isWhole) = PageLimit.fit(try reading.histories(asked))
            return AgentHistoryPage(agents: page, isWhole: isWhole)
        }
    ]
}

extension LedgerReader {
    fileprivate func histories(_ asked: AgentHistory) throws(LedgerError) -> [AgentCV] {
        if let rig = asked.rig { _ = try knownRig(rig) }
        let known = try knownWorkers(asked)
        if let agent = asked.agent, known.isEmpty {
            throw .refuse(
                .notFound, "there is no polecat \(agent)", about: agent.description, hint: "gt polecat list")
        }
        let records = Dictionary(grouping: try workRecords(asked), by: \.agent)
        let limit = PageLimit.rows(asked.limit)
        var found: [AgentCV] = []
        for (agent, since) in known {
            let work = (records[agent] ?? []).map(\.record)
            var cv = AgentCV(
                agent: agent, knownSince: since, totals: WorkTotals(work), work: Array(work.prefix(limit)))
            if asked.agent != nil, let latest = work.first {
                let assignment = try knownAssignment(latest.assignment)
                cv.assignment = assignment
                cv.session = try session(assignment.incarnation)
            }
            found.append(cv)
        }
        return found
    }

    private func knownWorkers(_ asked: AgentHistory) throws(LedgerError) -> [(Address, Timestamp)] {
        let rows = try rows(
            """
            SELECT address, created_at FROM agents WHERE (?1 IS NULL OR address = ?1) AND (?2 IS NULL OR rig = ?2)
            ORDER BY address
            """, .optional(asked.agent?.description), .optional(asked.rig?.text)
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.int(1)) }
        return rows.compactMap { text, since in
            guard let agent = Address(text), case .polecat = agent else { return nil }
            return (agent, Timestamp(milliseconds: since))
        }
    }

    /// Newest first. A head that was handed in twice is one request: it is the outcome of both assignments.
    private func workRecords(
        _ asked: AgentHistory
    ) throws(LedgerError) -> [(agent: Address, record: WorkRecord)] {
        let rows = try rows(
            """
            SELECT a.number, a.bead, a.agent, a.state, a.value ->> '$.attempt', a.value ->> '$.claimedAt',
                a.value ->> '$.ended.at', a.value ->> '$.ended.how', a.value ->> '$.ended.note',
                coalesce(b.title, ''), coalesce(b.close_reason, ''),
                (SELECT r.value FROM requests r WHERE r.bead = a.bead AND r.head = a.value ->> '$.head'
                    ORDER BY r.sequence DESC LIMIT 1)
            FROM assignments a LEFT JOIN beads b ON b.id = a.bead
            WHERE (?1 IS NULL OR a.agent = ?1) AND (?2 IS NULL OR a.rig = ?2) ORDER BY a.number DESC
            """, .optional(asked.agent?.description), .optional(asked.rig?.text)
        ) { (row) throws(SQLiteFailure) in HistoryRow(row) }
        var found: [(Address, WorkRecord)] = []
        for row in rows {
            let request = row.request.isEmpty ? nil : try Self.decode(HistoryRequest.self, row.request)
            guard let agent = Address(row.agent), let record = row.record(request) else {
                throw .refuse(.bug, "assignment \(row.number) can't be read")
            }
            found.append((agent, record))
        }
        return found
    }
}

/// What the history needs of a merge request: the rest of its row is not decoded.
private struct HistoryRequest: Decodable {
    var state: MergeState
    var mergeMode: MergeMode
    var reason: String?
}

/// As the statement has it.
private struct HistoryRow {
    let number: Int64
    let bead: String, agent: String, state: String
    let attempt: Int
    let claimedAt: String, endedAt: String, how: String, note: String, title: String
    let closeReason: String, request: String

    init(_ row: Statement) {
        number = row.int(0)
        bead = row.text(1)
        agent = row.text(2)
        state = row.text(3)
        attempt = Int(row.int(4))
        claimedAt = row.text(5)
        endedAt = row.text(6)
        how = row.text(7)
        note = row.text(8)
        title = row.text(9)
        closeReason = row.text(10)
        request = row.text(11)
    }

    func record(_ request: HistoryRequest?) -> WorkRecord? {
        guard let bead = BeadID(bead), let claimedAt = Timestamp(claimedAt),
            let state = AssignmentState(rawValue: state)
        else { return nil }
        let outcome = outcome(state, request)
        let word = request?.state.isEnded == true ? request?.reason : nil
        let said = word ?? (note.isEmpty ? nil : note)
        return WorkRecord(
            assignment: number, bead: bead, title: title, attempt: attempt, outcome: outcome, begunAt: claimedAt,
            endedAt: Timestamp(endedAt), note: said.map { $0.beginning(AssignmentEnd.noteBytesMax) })
    }

    private func outcome(_ state: AssignmentState, _ request: HistoryRequest?) -> WorkOutcome {
        if state.isCurrent { return .working }
        if let request, how.isEmpty || how == AssignmentEnding.handedIn.rawValue { return outcome(of: request) }
        return switch AssignmentEnding(rawValue: how) {
        case .noChange: .noChange
        case .putAside: .putAside
        case .failed: .failed
        case .limited: .limited
        case .takenBack: .takenBack
        case .handedIn: .kept
        case nil: .unknown
        }
    }

    private func outcome(of request: HistoryRequest) -> WorkOutcome {
        switch request.state {
        case .queued, .testing, .landing: .queued
        case .landed:
            // A rig whose green work is kept says so in the bead's end alone.
            request.mergeMode == .local || Ending.word(status: .closed, reason: closeReason, outcome: nil) == "kept"
                ? .kept : .landed
        case .rework: .reworked
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        }
    }
}
