internal import TownModel

/// The one three-way merge of beads: pure, and the same for a merge driver, an import and a sync.
///
/// Bead by bead, and within a bead field by field against the base: what one side left alone is taken from the other.
/// Where both sides changed one field differently, sets (labels, edges, comments, waiters) take what either added and lose
/// what either removed; the state of a bead (open, closed, deleted, with its moments and reasons), where the two differ in
/// it, comes whole from the side that was updated later, so that a deletion is a fact like any other, which a later change
/// of state undoes; any other field comes from the side that was updated later. The other value is named in `conflicts`,
/// never lost in silence. Of an edge that both changed the same is said. `updated_at` is the later of both.
///
/// The two sides are equals: changing them over changes nothing. At the same `updated_at` a tombstone goes before a closed
/// bead and that before any other; then, value by value, the greater bytes.
/// Merged again with either side, it says the same; only an unknown key that both sides added, in different places of lines
/// that are equals otherwise, may change its place.
package struct BeadsMerge: Hashable, Sendable {
    /// Sorted by id.
    package private(set) var beads: [BeadLine] = []
    package private(set) var conflicts: [MergeConflict] = []

    /// `base` nil: two-way, where nothing can be told to have been removed. Where an id comes twice in a file, its last
    /// line counts, and every other that says something else is named as a collision.
    package init(base: [BeadLine]?, ours: [BeadLine], theirs: [BeadLine]) {
        func index(_ beads: [BeadLine]) -> [ExactText: [BeadLine]] {
            Dictionary(grouping: beads) { ExactText($0.id) }
        }
        let (before, left, right) = (index(base ?? []), index(ours), index(theirs))
        for id in Set(left.keys).union(right.keys).sorted() {
            let (one, other) = (left[id] ?? [], right[id] ?? [])
            switch (one.last, other.last) {
            case (let one?, let other?): both(one, other, before[id]?.last)
            case (let one?, nil), (nil, let one?): single(one, before[id]?.last)
            case (nil, nil): break
            }
            nameRepeated(one.dropLast() + other.dropLast(), counting: [one.last, other.last].compactMap(\.?.bytes))
        }
    }

    /// Lines of one file that stood before the one that counts: each that says something else is named once.
    private mutating func nameRepeated(_ beads: ArraySlice<BeadLine>, counting lines: [[UInt8]]) {
        guard let id = beads.first?.id else { return }
        let others = Set(beads.map(\.bytes)).subtracting(lines)
        for line in others.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            conflicts.append(MergeConflict(id: id, kind: .collision, lost: Self.text(line)))
        }
    }

    /// On one side only: added there, or removed on the other.
    private mutating func single(_ bead: BeadLine, _ base: BeadLine?) {
        guard let base else { return beads.append(bead) }
        guard bead.bytes != base.bytes else { return }
        beads.append(bead)
        conflicts.append(MergeConflict(id: bead.id, kind: .removedButChanged))
    }

    private mutating func both(_ ours: BeadLine, _ theirs: BeadLine, _ base: BeadLine?) {
        if ours.bytes == theirs.bytes { return beads.append(ours) }
        // To the byte, however that side wrote it.
        if base?.bytes == ours.bytes { return beads.append(Self.notBefore(theirs, ours)) }
        if base?.bytes == theirs.bytes { return beads.append(Self.notBefore(ours, theirs)) }
        let (winner, loser) = Self.isBefore(ours, theirs) ? (theirs, ours) : (ours, theirs)
        if base == nil, winner.time(.createdAt) != loser.time(.createdAt) {
            beads.append(winner)
            conflicts.append(MergeConflict(id: winner.id, kind: .collision, lost: Self.text(loser.bytes)))
            return
        }
        // Told from the lines as they came: then merging again with either side comes to the same.
        let isTied = Self.place(ours) == Self.place(theirs)
        var merged = winner
        // Closed, or deleted, on both sides: then its moments and reasons are fields like any other.
        let isOneState = winner.text(.status) == loser.text(.status)
        if !isOneState { mergeState(into: &merged, loser, base, isTied) }
        for key in Set((winner.keys + loser.keys).map(ExactText.init)).sorted().map(\.text)
        where isOneState || !Self.stateKeys.contains(key) {
            mergeField(key, into: &merged, loser, base, isTied)
        }
        beads.append(Self.notBefore(Self.notBefore(merged, winner), loser))
    }

    /// The line, with the other's `updated_at`, as it is written there, where that is the later moment: no merge sets a
    /// clock back.
    private static func notBefore(_ bead: BeadLine, _ other: BeadLine) -> BeadLine {
        guard let moment = other.time(.updatedAt) else { return bead }
        if let own = bead.time(.updatedAt), own >= moment { return bead }
        var later = bead
        later.take(BeadKey.updatedAt.rawValue, from: other)
        return later
    }

    /// `merged` still has the winner's value.
    private mutating func mergeField(
        _ key: String, into merged: inout BeadLine, _ loser: BeadLine, _ base: BeadLine?, _ isTied: Bool
    ) {
        let (mine, other) = (merged.raw(key), loser.raw(key))
        guard !Self.same(mine, other) else { return }
        if let base {
            let old = base.raw(key)
            if Self.same(other, old) { return }
            if Self.same(mine, old) { return merged.take(key, from: loser) }
        } else if mine == nil {
            return merged.take(key, from: loser)
        } else if other == nil {
            return
        }
        if let identity = Self.setKeys[key] {
            let set = BeadSet(identity).merged(mine, other, base?.raw(key), isTied: isTied)
            merged.set(key, raw: set.array)
            for entry in set.lost {
                conflicts.append(
                    MergeConflict(id: merged.id, kind: .changedTwice, key: key, lost: Self.text(Array(entry))))
            }
            return
        }
        // The later line has the later moment already.
        if Self.clockKeys.contains(key) { return }
        let lost: ArraySlice<UInt8>?
        if isTied, Self.isLess(mine, other) {
            merged.set(key, raw: other.map(Array.init))
            lost = mine
        } else {
            lost = other
        }
        conflicts.append(
            MergeConflict(id: merged.id, kind: .changedTwice, key: key, lost: lost.map { Self.text(Array($0)) }))
    }

    private mutating func mergeState(
        into merged: inout BeadLine, _ loser: BeadLine, _ base: BeadLine?, _ isTied: Bool
    ) {
        func state(_ bead: BeadLine) -> [[UInt8]?] { Self.stateKeys.map { bead.raw($0).map(Array.init) } }
        let (mine, other) = (state(merged), state(loser))
        guard mine != other else { return }
        if let base {
            if other == state(base) { return }
            if mine == state(base) {
                for (key, value) in zip(Self.stateKeys, other) { merged.set(key, raw: value) }
                return
            }
        }
        var lost = other
        if isTied,
            Self.isLess(mine.flatMap { ($0 ?? [0]) + [0] }[...], other.flatMap { ($0 ?? [0]) + [0] }[...])
        {
            lost = mine
            for (key, value) in zip(Self.stateKeys, other) { merged.set(key, raw: value) }
        }
        conflicts.append(
            MergeConflict(
                id: merged.id, kind: .changedTwice, key: BeadKey.status.rawValue, lost: Self.object(lost)))
    }

    /// Whether the second was updated later, or goes before.
    private static func isBefore(_ one: BeadLine, _ other: BeadLine) -> Bool {
        let places = (place(one), place(other))
        if places.0 != places.1 { return places.0 < places.1 }
        return one.bytes.lexicographicallyPrecedes(other.bytes)
    }

    /// When it was updated, and at one moment: what goes before.
    private static func place(_ bead: BeadLine) -> (Int64, Int) {
        let rank =
            switch bead.text(.status) {
            case "tombstone": 2
            case "closed": 1
            default: 0
            }
        return (bead.time(.updatedAt)?.milliseconds ?? .min, rank)
    }

    /// What is not there is less than anything.
    private static func isLess(_ one: ArraySlice<UInt8>?, _ other: ArraySlice<UInt8>?) -> Bool {
        guard let other else { return false }
        guard let one else { return true }
        return one.lexicographicallyPrecedes(other)
    }

    private static func same(_ one: ArraySlice<UInt8>?, _ other: ArraySlice<UInt8>?) -> Bool {
        one.map(Array.init) == other.map(Array.init)
    }

    /// A state as JSON; nil for none.
    private static func object(_ state: [[UInt8]?]) -> String? {
        let members = zip(stateKeys, state).compactMap { key, value in value.map { "\"\(key)\":\(text($0))" } }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// They hold together: a closed bead has a moment and a reason, an open one has none.
    private static let stateKeys: [String] = [
        BeadKey.status, .closedAt, .closeReason, .closedBySession, .deletedAt, .deletedBy, .deleteReason, .originalType,
    ].map(\.rawValue)

    private static let setKeys: [String: BeadSet.Identity] = [
        BeadKey.labels.rawValue: .value, BeadKey.waiters.rawValue: .value, BeadKey.dependencies.rawValue: .edge,
        BeadKey.comments.rawValue: .comment,
    ]

    private static let clockKeys: Set<String> = [
        BeadKey.updatedAt.rawValue, BeadKey.lastActivity.rawValue,
    ]
}

/// Where a merge had to choose, and what it did not take.
package struct MergeConflict: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// One side removed the line, the other changed it: it stays, as changed.
        case removedButChanged = "removed-but-changed"
        /// Both changed `key`; the later side's value stands, `lost` is the other.
        case changedTwice = "changed-twice"
        /// Two beads with one id: created at different moments (then the later updated stays), or two lines of one file.
        /// `lost` is the line that is not in the result: it needs an id of its own, by hand.
        case collision
    }

    package var id: String
    package var kind: Kind
    package var key: String?
    /// JSON; of a whole state an object with its keys. nil: it was not there.
    package var lost: String?

    package init(id: String, kind: Kind, key: String? = nil, lost: String? = nil) {
        self.id = id
        self.kind = kind
        self.key = key
        self.lost = lost
    }
}
