package import Plugins
import ResidentCore
package import TownModel

/// What a Witness knows of its rig; rebuilt from any listing.
package struct State: Equatable, Sendable {
    package internal(set) var rig: Rig?
    package internal(set) var isStopped = false
    var dispatch: [BeadID: DispatchEntry] = [:]
    /// Beads whose claim is on its way.
    var claiming: Set<BeadID> = []
    /// What was refused for want of room, until something is told that may have made some.
    var refusedEntries: [BeadID: DispatchEntry] = [:]
    package internal(set) var capacity = RigCapacity()
    var host = HostDesk()
    /// By assignment's number: everybody whose worktree or process may be there.
    var workers: [Int64: Worker] = [:]
    var sweeps = Sweeps()
    var crew = ResidentDesk()
    var nudges = NudgeDesk()
    package var plugins = PluginDesk()

    /// The presets that come with the program, by name.
    let shipped: [String: AgentPreset]
    /// Who is idle with work on its hook is told after so long.
    let idleFirst: Duration

    package init(shipped: [String: AgentPreset] = [:], idleFirst: Duration = WitnessLimits.idleFirst) {
        self.shipped = shipped
        self.idleFirst = idleFirst
    }
}

/// An assignment that is not retired, and what our hands do about it.
struct Worker: Equatable, Sendable {
    var assignment: Assignment
    /// nil when it has ended.
    var session: Session?
    /// What was begun for it last, so that it is not begun again.
    var begun: Step?
    /// After a failure: not before this moment.
    var retryAt: Timestamp?
    /// Since when something that it needs is away: the remote, a terminal.
    var awaySince: Timestamp?
    var outageWasTold = false
    var isWatched = false
    /// Its shim has ended.
    var isProcessGone = false
    var silenceWasTold = false
    var sight = SessionSight()
    var propelled: Propelled?
    /// The moment, ahead of the clock, that was told anew.
    var redated: Timestamp?
    var limit: Limit?
    var recovery = Recovery()

    /// Its worktree and its session are being made.
    var isBeginning: Bool { session != nil && [.claimed, .prepared].contains(assignment.state) }

    /// What the state of things asks for next; nil: nothing but watching.
    var next: Step? {
        switch (assignment.state, session) {
        case (.claimed, .some): isProcessGone ? .end : .prepare
        case (.prepared, .some): isProcessGone ? .end : .start
        case (.running, .some(let session)): isProcessGone || session.state == .exiting ? .end : nil
        // The session in whose place another one begins has ended: that comes next.
        case (.running, nil) where assignment.isRenewed: nil
        // Its session is said to have ended, its return was not: the word was lost with a predecessor.
        case (.claimed, nil), (.prepared, nil), (.running, nil): .giveBack
        case (.ended, .some): .end
        case (.ended, nil): .retire
        case (.retired, _): nil
        }
    }
}

enum Step: Equatable, Sendable {
    case prepare, start, end, giveBack, retire
}
