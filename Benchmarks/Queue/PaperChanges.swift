/// Changes as they are handed in: the same for the queue and for those that it is compared with.
///
/// Workers that are never idle: each hands in its next change when something has become of the last one, so that the queue
/// is neither empty nor without end, whatever the circumstance.
struct PaperChanges {
    struct Change: Sendable {
        var number: Int
        var isBroken: Bool
        /// How many of the changes that touch what it touches had landed when it was begun; nil: it collides with nobody.
        var collidesAfter: Int?
        /// In the time that one run takes.
        var submittedAt: Double
    }

    static let workers = 32

    let cell: QueueCell
    private var dice: SplitMix
    private(set) var count = 0
    /// Changes with a collision that the target contains.
    var collisionsLanded = 0

    init(_ cell: QueueCell) {
        self.cell = cell
        dice = SplitMix(state: cell.seed)
    }

    mutating func next(at time: Double) -> Change {
        count += 1
        let isBroken = dice.chance(1 - cell.passRate)
        let collides = dice.chance(cell.conflictRate)
        return Change(
            number: count, isBroken: isBroken, collidesAfter: collides ? collisionsLanded : nil, submittedAt: time)
    }

    /// A run on content with such changes.
    mutating func isRed(_ content: some Sequence<Change>) -> Bool {
        content.contains(where: \.isBroken) || dice.chance(cell.flakeRate)
    }
}
