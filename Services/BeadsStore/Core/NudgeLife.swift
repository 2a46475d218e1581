package import TownModel

/// What is heard of the session that a nudge is for, or was shown to.
package enum NudgeReport: Hashable, Sendable {
    /// Its text was printed there, in a turn that runs or between turns.
    case shown(inTurn: Bool)
    case turnStarted
    /// Its turn has ended, or its work is handed in.
    case turnEnded
    /// No process of it is left. An agent whose hooks never told of a turn could give no more evidence than it has.
    case sessionEnded(reportsTurns: Bool)
    case timeOver(reportsTurns: Bool)
}

extension NudgeState {
    /// The states that a report leads through, in order; empty: it changes nothing. Never back: a nudge that came to
    /// nothing is told to its sender, who may say it anew.
    package func steps(on report: NudgeReport) -> [NudgeState] {
        switch (self, report) {
        case (.sent, .shown(inTurn: false)): [.delivered]
        case (.sent, .shown(inTurn: true)): [.delivered, .turnStarted]
        case (.sent, .timeOver): [.expired]
        case (.delivered, .turnStarted): [.turnStarted]
        // A hook that was too slow to tell of the turn's beginning has not made the turn go away.
        case (.delivered, .turnEnded): [.turnStarted, .acted]
        case (.turnStarted, .turnEnded): [.acted]
        case (.delivered, .timeOver(reportsTurns: true)): [.expired]
        // A turn in progress is no failure, whatever its length; one that nobody can end any more is.
        case (.delivered, .sessionEnded(reportsTurns: true)), (.turnStarted, .sessionEnded(reportsTurns: true)):
            [.expired]
        default: []
        }
    }
}
