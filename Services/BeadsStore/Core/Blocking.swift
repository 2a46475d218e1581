package import TownModel

/// Whose idea of blocked and ready is meant. One code for both, so that they can be compared bead by bead.
package enum Semantics: String, Hashable, Sendable, CaseIterable {
    /// This town's own: decided by how a bead ended, complete for every open bead.
    case town
    /// The reference's as of its version 0.47: decided by lists of statuses and words.
    case beads047 = "beads-0.47"
}

/// How a bead stands, as far as others wait for it.
package struct Standing: Hashable, Sendable {
    package var status: BeadStatus
    package var outcome: Outcome?
    package var closeReason: String?

    package init(status: BeadStatus, outcome: Outcome? = nil, closeReason: String? = nil) {
        self.status = status
        self.outcome = outcome
        self.closeReason = closeReason
    }

    /// It was tried and came to nothing: what is only for that case may begin.
    package var hasFailed: Bool { status == .closed && outcome == .failed }
}

/// How many children a bead has, and how many of them are closed or deleted.
package struct ChildCount: Hashable, Sendable {
    package var all: Int
    package var ended: Int

    package init(all: Int, ended: Int) {
        self.all = all
        self.ended = ended
    }
}

/// What one edge does to the bead it begins at: the table of the design, and the reference's.
package struct BlockingRule: Hashable, Sendable {
    package let semantics: Semantics

    package init(_ semantics: Semantics) { self.semantics = semantics }

    /// Whether the edge keeps its bead from being ready. A bead that this ledger does not have holds nobody up.
    ///
    /// - Parameters:
    ///   - target: the bead it leads to (for `waits-for`: the one whose children count); nil when it is not here.
    ///   - children: of that bead; asked only for `waits-for`.
    package func holds<Failure: Error>(
        _ type: EdgeType, gate: ChildGate?, target: Standing?, children: () throws(Failure) -> ChildCount
    ) throws(Failure) -> Bool {
        guard let target else { return false }
        switch type {
        case .blocks: return isAwaited(target)
        case .mergeBlocks: return semantics == .town && isAwaited(target)
        case .conditionalBlocks: return !mayReplace(target)
        case .waitsFor: return waits(gate ?? .allChildren, for: target, try children())
        default: return false
        }
    }

    /// Whether what depends on it waits.
    private func isAwaited(_ target: Standing) -> Bool {
        switch semantics {
        case .town: !target.status.isEnded
        case .beads047: Self.awaited047.contains(target.status.rawValue)
        }
    }

    /// Whether what is only for its failure may begin.
    private func mayReplace(_ target: Standing) -> Bool {
        switch semantics {
        case .town: return target.hasFailed
        case .beads047:
            if target.status == .closed { return FailureWords.are(in: target.closeReason ?? "") }
            return !Self.awaitedForFailure047.contains(target.status.rawValue)
        }
    }

    private func waits(_ gate: ChildGate, for target: Standing, _ children: ChildCount) -> Bool {
        let isOver = semantics == .beads047 || target.status.isEnded
        return switch gate {
        case .allChildren: !isOver || children.ended < children.all
        case .anyChildren: children.ended == 0 && !(isOver && children.all == 0 && semantics == .town)
        }
    }

    private static let awaited047: Set = ["open", "in_progress", "blocked", "deferred", "hooked"]
    private static let awaitedForFailure047: Set = ["open", "in_progress", "blocked", "deferred"]
}

/// The words by which the reference knows a failure from a close reason: it stores no outcome.
package enum FailureWords {
    /// Any of them anywhere in the reason, whatever its case.
    package static func are(in reason: String) -> Bool {
        let reason = reason.lowercased()
        return words.contains { reason.contains($0) }
    }

    private static let words = [
        "failed", "rejected", "wontfix", "won't fix", "canceled", "cancelled", "abandoned", "blocked", "error",
        "timeout", "aborted",
    ]
}
