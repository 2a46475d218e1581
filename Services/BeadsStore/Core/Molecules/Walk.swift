package import TownModel

/// A molecule on its way, for the length of one command: what ends makes ready what waited for it, in time that depends on
/// what is around it and not on the molecule's size.
///
/// - A step whose condition is false, or all of whose needs were skipped, is skipped; what needs it goes on.
/// - A group ends with its parts; a loop's next round begins when all of the one before has ended.
/// - What fails for good releases nothing: the molecule stands until a person decides.
package struct Walk<Book: StepBook> {
    let index: GraphIndex
    let now: Timestamp
    var pad: StepPad<Book>
    /// What is still to be looked at; a list and not a recursion, as skipped steps may follow each other without end.
    private var agenda: [Errand] = []
    private var skips = 0
    /// Every step, group and loop has ended.
    package private(set) var isOver = false
    /// What has become ready or been shut by its gate, in the order in which it did.
    package private(set) var reached: [StepPlace] = []

    /// One command follows at most so many skipped steps: a loop whose every round is skipped ends so.
    package static var skipsMax: Int { 100_000 }

    private enum Errand {
        /// Nothing holds it any more.
        case reach(StepPlace)
        /// One of its needs has ended.
        case arrive(StepPlace, isDone: Bool)
        case ended(StepPlace, isDone: Bool)
    }

    package init(_ index: GraphIndex, book: Book, now: Timestamp) {
        self.index = index
        self.now = now
        pad = StepPad(book)
    }

    /// What is to be written, in the order of the numbers.
    package var changes: [StepChange] { pad.changes }

    package mutating func row(_ number: Int64) throws(Book.Failure) -> StepRow? { try pad.row(number) }

    package mutating func put(_ row: StepRow) { pad.put(row) }

    /// A molecule that was just made: what waits for nothing is ready.
    package mutating func begin() throws(Book.Failure) {
        let beginning = index.beginning
        for node in beginning.list.entries {
            agenda.append(.reach(StepPlace(outer: [], frame: beginning, node: node)))
        }
        try run()
    }

    /// The row of this place has ended and is in the pad: done, or skipped.
    package mutating func end(_ place: StepPlace, isDone: Bool) throws(Book.Failure) {
        agenda.append(.ended(place, isDone: isDone))
        try run()
    }

    /// Its gate has opened.
    package mutating func open(_ place: StepPlace) throws(Book.Failure) {
        guard let row = try pad.row(place.number), row.state == .gated else { return }
        try pass(place, row)
        try run()
    }

    /// One of the molecules that a step fanned out into has ended.
    package mutating func childEnded(_ place: StepPlace, isFirst: Bool) throws(Book.Failure) {
        guard var row = try pad.row(place.number), row.state == .done, row.waiting > 0 else { return }
        row.waiting -= 1
        pad.put(row)
        if row.waiting == 0 { try passUp(place, isDone: true) }
        for need in place.frame.list.dependents[place.node].reversed() {
            guard need.rule == .anyChild && isFirst || need.rule == .allChildren && row.waiting == 0 else { continue }
            agenda.append(.arrive(place.sibling(need.node), isDone: true))
        }
        try run()
    }

    private mutating func run() throws(Book.Failure) {
        while let errand = agenda.popLast() {
            switch errand {
            case .reach(let place): try reach(place)
            case .arrive(let place, let isDone): try arrive(at: place, isDone: isDone)
            case .ended(let place, let isDone): try ended(place, isDone: isDone)
            }
        }
    }

    private mutating func reach(_ place: StepPlace) throws(Book.Failure) {
        let node = place.graphNode
        let row = try pad.row(place.number) ?? StepRow(number: place.number, state: .waiting)
        // A group's condition is asked for each of its parts: it has no step of its own that could.
        for asked in [place] + place.groups.map(place.sibling) {
            if let condition = asked.graphNode.step.condition, try !holds(condition, at: asked) {
                return skip(place, row, "its condition is false: \(condition.text)")
            }
        }
        guard node.step.gate == nil else {
            var shut = row
            shut.state = .gated
            shut.beganAt = now
            pad.put(shut)
            reached.append(place)
            return
        }
        try pass(place, row)
    }

    /// Neither need nor gate is in the way.
    private mutating func pass(_ place: StepPlace, _ row: StepRow) throws(Book.Failure) {
        var row = row
        row.waiting = 0
        switch place.graphNode.shape {
        case .step:
            row.state = .ready
            row.beganAt = nil
            pad.put(row)
            reached.append(place)
        case .group: finish(place, row)
        case .loop:
            row.state = .claimed
            row.beganAt = now
            pad.put(row)
            goRound(place, 0)
        }
    }

    private mutating func finish(_ place: StepPlace, _ row: StepRow) {
        var row = row
        row.state = .done
        row.endedAt = now
        pad.put(row)
        agenda.append(.ended(place, isDone: true))
    }

    private mutating func skip(_ place: StepPlace, _ row: StepRow, _ why: String) {
        var row = row
        row.waiting = 0
        row.state = .skipped
        row.endedAt = now
        row.note = why
        pad.put(row)
        skips += 1
        agenda.append(.ended(place, isDone: false))
    }

    private mutating func goRound(_ loop: StepPlace, _ iteration: Int64) {
        guard let first = loop.inside(iteration, node: 0) else { return }
        for node in first.frame.list.entries.reversed() { agenda.append(.reach(first.sibling(node))) }
    }

    private mutating func arrive(at place: StepPlace, isDone: Bool) throws(Book.Failure) {
        var row: StepRow
        if let known = try pad.row(place.number) {
            row = known
        } else {
            let list = place.frame.list
            let isGroup = place.graphNode.shape == .group
            let count = isGroup ? list.parts[place.node].count : list.needs[place.node].count
            row = StepRow(number: place.number, state: .waiting, waiting: count, isWanted: false)
        }
        guard row.state == .waiting else { return }
        if isDone, !row.isWanted, place.graphNode.shape == .group { firstPartEnded(of: place) }
        row.waiting -= 1
        row.isWanted = row.isWanted || isDone
        if row.waiting > 0 { return pad.put(row) }
        if !row.isWanted { return skip(place, row, "all that it needs was skipped") }
        pad.put(row)
        if place.graphNode.shape == .group { return finish(place, row) }
        try reach(place)
    }

    private mutating func ended(_ place: StepPlace, isDone: Bool) throws(Book.Failure) {
        let row = try pad.row(place.number)
        let isOver = row?.isOver ?? true
        // The last first, as the agenda is worked off from its end.
        if isOver { try passUp(place, isDone: isDone) }
        for need in place.frame.list.dependents[place.node].reversed() {
            switch need.rule {
            case .ended: break
            case .allChildren: guard isOver else { continue }
            case .anyChild:
                // With the first part that was done.
                guard isOver, place.graphNode.shape != .group || row?.isWanted != true else { continue }
            }
            agenda.append(.arrive(place.sibling(need.node), isDone: isDone))
        }
    }

    /// What is around it may have ended with it.
    private mutating func passUp(_ place: StepPlace, isDone: Bool) throws(Book.Failure) {
        if place.frame.list.isExit(place.node) { try listMayBeOver(around: place) }
        if let group = place.graphNode.group { agenda.append(.arrive(place.sibling(group), isDone: isDone)) }
    }

    private mutating func firstPartEnded(of group: StepPlace) {
        for need in group.frame.list.dependents[group.node].reversed() where need.rule == .anyChild {
            agenda.append(.arrive(group.sibling(need.node), isDone: true))
        }
    }

    /// The last that there is in a list has ended: perhaps it was the last of all.
    private mutating func listMayBeOver(around place: StepPlace) throws(Book.Failure) {
        // From the end: where they end in their order, one look is enough.
        for node in place.frame.list.exits.reversed() where node != place.node {
            guard try pad.row(place.sibling(node).number)?.isOver == true else { return }
        }
        guard let loop = place.loop, let iteration = place.frame.loop,
            case .loop(let rule) = loop.graphNode.shape, let row = try pad.row(loop.number)
        else {
            isOver = true
            return
        }
        let isEnough: Bool
        if let until = rule.until { isEnough = try holds(until, at: place) } else { isEnough = false }
        if isEnough || (rule.until == nil && iteration.index + 1 == rule.count) { return finish(loop, row) }
        guard iteration.index + 1 < rule.count, skips < Self.skipsMax else { return fail(loop, row, rule) }
        goRound(loop, iteration.index + 1)
    }

    private mutating func fail(_ loop: StepPlace, _ row: StepRow, _ rule: GraphLoop) {
        var row = row
        row.state = .failed
        row.note =
            skips < Self.skipsMax
            ? "after \(rule.count) rounds it is still not true: \(rule.until?.text ?? "")"
            : "\(skips) steps in a row were skipped"
        pad.put(row)
    }
}
