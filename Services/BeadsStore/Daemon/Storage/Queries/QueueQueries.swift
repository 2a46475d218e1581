internal import TownModel
internal import Wire

/// What has landed, and the merge queue in numbers.
extension QueryRule {
    static let queue: [QueryRule] = [
        .query(MergeLandings.self) { (landings, reading) throws(LedgerError) in
            if let rig = landings.rig { _ = try reading.knownRig(rig) }
            if let about = landings.about { return LandingPage(requests: [try reading.landing(about)]) }
            let limit = PageLimit.rows(landings.limit)
            let found = try reading.landings(in: landings.rig, after: landings.after, limit: limit)
            let (page, isWhole) = PageLimit.fit(found)
            return LandingPage(requests: page, next: isWhole && found.count < limit ? nil : page.last?.id)
        },
        .query(MergeStats.self) { (stats, reading) throws(LedgerError) in
            try reading.mergeNumbers(stats)
        },
    ]
}

extension LedgerReader {
    fileprivate func landing(_ id: BeadID) throws(LedgerError) -> MergeRequest {
        let landed = try value(
            MergeRequest.self,
            """
            SELECT value FROM requests WHERE state = 'landed' AND (id = ?1 OR bead = ?1)
            ORDER BY sequence DESC LIMIT 1
            """, .text(id.text))
        if let landed { return landed }
        let request = try requestMeant(by: id)
        throw .refuse(
            .conflict, "\(request.id) is \(request.state.rawValue): it has not landed", about: request.id.text,
            hint: "gt mq why \(request.id)")
    }

    fileprivate func landings(in rig: RigName?, after: BeadID?, limit: Int) throws(LedgerError) -> [MergeRequest] {
        try values(
            MergeRequest.self,
            """
            SELECT value FROM requests
            WHERE id > ?1 AND state = 'landed' AND (?2 IS NULL OR rig = ?2) ORDER BY id LIMIT ?3
            """, .text(after?.text ?? ""), .optional(rig?.text), .int(Int64(limit)))
    }
}

extension Reading {
    fileprivate func mergeNumbers(_ stats: MergeStats) throws(LedgerError) -> MergeNumbers {
        let rigs =
            if let rig = stats.rig { [try knownRig(rig).name] } else {
                try texts("SELECT name FROM rigs ORDER BY name").compactMap { RigName($0) }
            }
        var numbers = MergeNumbers(since: stats.since, until: now)
        let waits = try waits(until: stats.since, in: stats.rig)
        numbers.landings = waits.count
        numbers.medianMilliseconds = Self.rank(50, of: waits)
        numbers.p95Milliseconds = Self.rank(95, of: waits)
        for rig in rigs { try count(rig, into: &numbers) }
        let open = try openRequests(in: stats.rig)
        numbers.waiting = open.count
        numbers.oldestWaitMilliseconds = open.map(\.enqueuedAt).min().map { $0.duration(to: now).milliseconds }
        return numbers
    }

    /// Milliseconds from submitted to landed, of each that landed since, the shortest first.
    private func waits(until since: Timestamp, in rig: RigName?) throws(LedgerError) -> [Int64] {
        let found = try rows(
            """
            SELECT value ->> '$.enqueuedAt', value ->> '$.landedAt' FROM requests
            WHERE state = 'landed' AND (?1 IS NULL OR rig = ?1) AND value ->> '$.landedAt' >= ?2
            """, .optional(rig?.text), .text(since.description)
        ) { row in (row.text(0), row.text(1)) }
        var waits: [Int64] = []
        for (submitted, landed) in found {
            guard let submitted = Timestamp(submitted), let landed = Timestamp(landed) else {
                throw .refuse(.bug, "a stored request has no moments: \(submitted), \(landed)")
            }
            waits.append(submitted.duration(to: landed).milliseconds)
        }
        return waits.sorted()
    }

    /// The nearest rank.
    private static func rank(_ percent: Int, of sorted: [Int64]) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        return sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    /// What the newest events of a rig's stream say; how far back they reach is said too.
    private func count(_ rig: RigName, into numbers: inout MergeNumbers) throws(LedgerError) {
        let stream = StreamName.rig(rig).description
        let found = try rows(
            """
            SELECT kind, CASE kind WHEN 'mr.returned' THEN coalesce(bytes ->> '$.data.request.fault', 'unknown') END,
                count(*)
            FROM (SELECT kind, at, bytes FROM events WHERE stream = ?1 ORDER BY sequence DESC LIMIT ?3)
            WHERE at >= ?2 AND kind IN (
                'gates.passed', 'gates.failed', 'mr.returned', 'mr.withdrawn', 'mr.rejected', 'mr.requeued')
            GROUP BY 1, 2
            """, .text(stream), .int(numbers.since.milliseconds), .int(LedgerLimits.statsEventsMax)
        ) { row in (kind: row.text(0), fault: row.text(1), count: Int(row.int(2))) }
        for row in found {
            switch row.kind {
            case "gates.passed": numbers.gateRuns += row.count
            case "gates.failed":
                numbers.gateRuns += row.count
                numbers.redRuns += row.count
            case "mr.returned": numbers.returned[row.fault, default: 0] += row.count
            case "mr.withdrawn": numbers.withdrawn += row.count
            case "mr.rejected": numbers.rejected += row.count
            default: numbers.requeued += row.count
            }
        }
        guard let begin = try logBegin(stream) else { return }
        numbers.logSince = max(numbers.logSince, begin)
    }

    /// The first moment of a stream that is counted; nil: all of it is.
    private func logBegin(_ stream: String) throws(LedgerError) -> Timestamp? {
        let cut = try int(
            "SELECT at FROM events WHERE stream = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?", .text(stream),
            .int(LedgerLimits.statsEventsMax - 1))
        if let cut { return Timestamp(milliseconds: cut) }
        // Old events are cleared, the first of all among them.
        guard let oldest = try int("SELECT min(sequence) FROM events"), oldest > 1 else { return nil }
        return try int("SELECT at FROM events WHERE sequence = ?", .int(oldest)).map { Timestamp(milliseconds: $0) }
    }
}
