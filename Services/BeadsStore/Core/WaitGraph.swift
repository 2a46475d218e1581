package import TownModel

/// Who waits for whom, in two moments of each bead: it can start, and it ends.
///
/// A bead starts when what blocks it has ended and its parent can start; it ends after it has started, an epic after
/// all its children have ended. Two moments, because an epic that waits for its own child, and a child that waits for
/// its own epic, are both standstills, and only one of them is a ring of edges.
package enum WaitGraph {
    package enum Moment: Hashable, Sendable {
        case start(BeadID)
        case end(BeadID)

        package var bead: BeadID {
            switch self {
            case .start(let bead), .end(let bead): bead
            }
        }
    }

    /// The beads on a way from one moment to another along `next`, both ends named; nil when there is none.
    ///
    /// Each moment is looked at once: O(V+E), also where ways fan out and in again.
    package static func way<Failure: Error>(
        from start: Moment, to goal: Moment, next: (Moment) throws(Failure) -> [Moment]
    ) throws(Failure) -> [BeadID]? {
        var cameFrom: [Moment: Moment] = [start: start]
        var waiting = [start]
        while let moment = waiting.popLast() {
            if moment == goal { return trail(back: goal, to: start, along: cameFrom) }
            for following in try next(moment) where cameFrom[following] == nil {
                cameFrom[following] = moment
                waiting.append(following)
            }
        }
        return nil
    }

    private static func trail(back goal: Moment, to start: Moment, along cameFrom: [Moment: Moment]) -> [BeadID] {
        var beads = [goal.bead]
        var moment = goal
        while moment != start, let before = cameFrom[moment] {
            if before.bead != beads.last { beads.append(before.bead) }
            moment = before
        }
        return beads.reversed()
    }
}
