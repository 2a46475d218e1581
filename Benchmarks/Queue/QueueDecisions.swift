import Foundation

/// `make bench-mq`: what the queue decides, in every circumstance, beside batches of a fixed size on the same changes.
enum QueueDecisions {
    static let count = 10_000
    static let fixed = [1, 5, 8]
    /// Of the cells that have a goal: several inputs.
    static let seeds: [UInt64] = [1, 2, 3, 4, 5]

    static func measure(_ town: BenchTown) async throws -> Report {
        let cells = QueueCell.all
        let outcomes = try await sideBySide(cells) { try PaperQueue.run($0, count: count) }
        let peers = try await sideBySide(cells) { cell in
            fixed.map { FixedBatches.run(cell, size: $0, count: count) }
        }
        var report = Report(title: "Decisions of the merge queue")
        for cell in cells { if let goal = cell.goal { report.measurements.append(try promised(cell, goal)) } }
        try report.measurements += totals(Array(zip(cells, outcomes)))
        report.appendix = table(cells, outcomes, peers)
        report.notes += [
            "\(count) changes a cell from \(PaperChanges.workers) workers that are never idle, the Refinery's real core, "
                + "gates that are dice. A collision: changes that touch one thing, no two of which merge.",
            "Fixed batches are halved while they are red, and send the last one back without asking again.",
            "Waits and times in the time that one run of the gates takes. Each cell's changes are added up: what is not "
                + "landed, sent back or in conflict ends the benchmark with an error.",
        ]
        return report
    }

    private static func promised(_ cell: QueueCell, _ goal: Double) throws -> Measurement {
        var values: [Double] = []
        var peer: [Double] = []
        for seed in seeds {
            var cell = cell
            cell.seed = seed
            values.append(try PaperQueue.run(cell, count: count).runsPerLanding)
            peer.append(FixedBatches.run(cell, size: 5, count: count).runsPerLanding)
        }
        return Measurement(
            name: "runs per landing, \(percent(cell.passRate)) pass, \(percent(cell.flakeRate)) flakes", values: values,
            unit: "runs", peer: ("batches of 5", peer.sorted()[peer.count / 2]), goal: .medianAtMost(goal))
    }

    private static func totals(_ all: [(QueueCell, QueueOutcome)]) throws -> [Measurement] {
        for (cell, outcome) in all where !outcome.isAccountedFor {
            throw PaperQueue.Impossible(what: "changes got lost: \(cell) \(outcome)")
        }
        func most(_ name: String, _ unit: String, _ value: (QueueCell, QueueOutcome) -> Double?, _ goal: Goal?)
            -> Measurement
        {
            let values = all.compactMap { value($0.0, $0.1) }
            return Measurement(name: name, values: [values.max() ?? 0], unit: unit, goal: goal)
        }
        return [
            most(
                "innocents in any cell without flakes", "of 10,000",
                { $0.flakeRate == 0 ? Double($1.innocents) : nil }, .medianAtMost(0)),
            Measurement(
                name: "innocents in all cells with flakes",
                values: [
                    all.filter { $0.0.flakeRate > 0 }.reduce(0) { $0 + Double($1.1.innocents) }
                        / Double(all.count { $0.0.flakeRate > 0 })
                ], unit: "of 10,000", goal: .medianAtMost(1)),
            most("innocents in the worst cell", "of 10,000", { Double($1.innocents) }, .medianAtMost(1)),
            most("broken ones that landed, in any cell", "of 10,000", { Double($1.escaped) }, .medianAtMost(0)),
            most("the longest wait of any change, any cell", "runs", { $1.longestWait }, nil),
        ]
    }

    private static func table(
        _ cells: [QueueCell], _ outcomes: [QueueOutcome], _ peers: [[QueueOutcome]]
    ) -> [String] {
        var lines = [
            "| pass | flakes | collide | runs at once | runs per landing | innocents | landings per run's time | "
                + "longest wait | batches of 1 / 5 / 8: runs per landing | innocents | longest wait |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        ]
        for (index, cell) in cells.enumerated() {
            let (outcome, beside) = (outcomes[index], peers[index])
            let own = [
                percent(cell.passRate), percent(cell.flakeRate), percent(cell.conflictRate), String(cell.capacity),
                trim(outcome.runsPerLanding), String(outcome.innocents), trim(outcome.landingsPerRunTime),
                trim(outcome.longestWait),
            ]
            let others = [
                beside.map { trim($0.runsPerLanding) }, beside.map { String($0.innocents) },
                beside.map { trim($0.longestWait) },
            ].map { $0.joined(separator: " / ") }
            lines.append("| " + (own + others).joined(separator: " | ") + " |")
        }
        return lines
    }

    private static func percent(_ share: Double) -> String { "\(trim(share * 100)) %" }

    /// Each on a core of its own; the results in order.
    private static func sideBySide<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @Sendable @escaping (Item) throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: items.count)
            for (index, item) in items.enumerated() { group.addTask { (index, try work(item)) } }
            for try await (index, result) in group { results[index] = result }
            return results.compactMap { $0 }
        }
    }
}
