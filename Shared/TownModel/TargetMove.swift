/// Somebody other than its rig's Refinery has moved a target branch since the last landing on it.
package struct TargetMove: Hashable, Sendable, Codable {
    package var target: String
    /// Where the last landing left it.
    package var from: CommitID
    package var to: CommitID
    /// History was rewritten: `to` does not contain `from`, and what had landed may be gone.
    package var rewritten: Bool

    package init(target: String, from: CommitID, to: CommitID, rewritten: Bool) {
        self.target = target
        self.from = from
        self.to = to
        self.rewritten = rewritten
    }

    /// For people.
    package var sentence: String {
        "somebody else moved \(target) from \(from.short), where the last landing left it, to \(to.short)"
            + (rewritten ? " and rewrote its history: what had landed may be gone" : ", on top of it")
    }
}

/// What a Refinery does about such a move: `foreign_moves` in `[queue]` of `rig.toml`.
package enum ForeignMoves: String, Hashable, Sendable, Codable, CaseIterable {
    /// The target as it is now is what is built on next.
    case accept
    /// The queue is held, and nothing is tested or landed before somebody has resumed it.
    case hold
}

extension Rig {
    /// Somebody has resumed the queue that was held for this very move. Another one, also to the same commit after a
    /// landing, is not accepted with it.
    package func accepts(_ move: TargetMove) -> Bool {
        acceptedMoves?.contains { $0.target == move.target && $0.from == move.from && $0.to == move.to } ?? false
    }

    /// One for each target: an earlier one could be the target's move again only if somebody took it back there.
    package mutating func accept(_ move: TargetMove) {
        acceptedMoves = (acceptedMoves ?? []).filter { $0.target != move.target } + [move]
    }
}
