/// What the queue is compared with: batches of one size, halved while they are red, the last one sent back without being
/// asked again.
struct FixedBatches {
    let size: Int
    private var changes: PaperChanges
    private var waiting: [PaperChanges.Change] = []
    private var outcome = QueueOutcome()

    static func run(_ cell: QueueCell, size: Int, count: Int) -> QueueOutcome {
        var batches = FixedBatches(size: size, changes: PaperChanges(cell))
        return batches.run(count)
    }

    private init(size: Int, changes: PaperChanges) {
        self.size = size
        self.changes = changes
    }

    private mutating func run(_ count: Int) -> QueueOutcome {
        for _ in 0..<PaperChanges.workers { submit(count) }
        while !waiting.isEmpty {
            var batch: [PaperChanges.Change] = []
            var index = 0
            while index < waiting.count, batch.count < size {
                let change = waiting[index]
                if let before = change.collidesAfter, before < changes.collisionsLanded {
                    waiting.remove(at: index)
                    outcome.conflicts += 1
                    settle(change, count)
                } else if change.collidesAfter != nil, batch.contains(where: { $0.collidesAfter != nil }) {
                    index += 1
                } else {
                    batch.append(waiting.remove(at: index))
                }
            }
            if !batch.isEmpty { judge(batch[...], count) }
        }
        return outcome
    }

    private mutating func judge(_ part: ArraySlice<PaperChanges.Change>, _ count: Int) {
        outcome.runs += 1
        outcome.time += 1
        guard changes.isRed(part) else {
            for change in part {
                outcome.landed += 1
                if change.collidesAfter != nil { changes.collisionsLanded += 1 }
                settle(change, count)
            }
            return
        }
        if part.count == 1, let alone = part.first {
            if alone.isBroken { outcome.culprits += 1 } else { outcome.innocents += 1 }
            settle(alone, count)
            return
        }
        let middle = part.startIndex + part.count / 2
        judge(part[..<middle], count)
        judge(part[middle...], count)
    }

    private mutating func settle(_ change: PaperChanges.Change, _ count: Int) {
        outcome.longestWait = max(outcome.longestWait, outcome.time - change.submittedAt)
        submit(count)
    }

    private mutating func submit(_ count: Int) {
        guard outcome.submitted < count else { return }
        outcome.submitted += 1
        waiting.append(changes.next(at: outcome.time))
    }
}
