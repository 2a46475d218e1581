/// One of the things that a role's patrol does, in code. The steps of its patrol formula name them.
///
/// The cases stand in the order in which they are done unless a formula says otherwise.
package protocol PatrolReflex: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The formula whose steps name them; nil: there is none, and the patrol is as it is.
    static var formula: String? { get }

    /// Safety needs it: no formula leaves it out.
    var isNeeded: Bool { get }

    /// From one time to the next, at least; a formula can make it longer, never shorter.
    var pause: Duration { get }
}

extension PatrolReflex {
    package var pause: Duration { .zero }
}

/// The patrol of a role whose patrol is one thing.
package enum WholePatrol: String, PatrolReflex {
    case everything

    package static var formula: String? { nil }
    package var isNeeded: Bool { true }
}

/// What a Witness's patrol does.
package enum WitnessReflex: String, PatrolReflex {
    /// Steps that failed may be begun again: a worktree, a start, an end, a retirement.
    case retrySteps = "retry-steps"
    /// The same for the sessions of crew.
    case retryCrew = "retry-crew"
    /// Beads that wait are claimed, as many as there is room for.
    case claimWork = "claim-work"
    /// What each assignment's state asks for next is begun.
    case carryOn = "carry-on"
    /// Who is idle with work on its hook is told, when his moment has come.
    case nudgeIdle = "nudge-idle"
    /// What each crew session's state asks for next is begun.
    case attendCrew = "attend-crew"
    /// Nudges that are typed are typed.
    case bringNudges = "bring-nudges"
    /// Sessions that live are looked at, when a look is due.
    case surveySessions = "survey-sessions"
    /// What lies in the trash for long goes.
    case emptyTrash = "empty-trash"
    /// The rig's plugins are looked for, and those that go by a condition are asked about it.
    case seePlugins = "see-rig-plugins"

    package static var formula: String? { "witness-patrol" }

    package var isNeeded: Bool { self != .emptyTrash }

    /// What lies in the trash ages in days.
    package var pause: Duration { self == .emptyTrash ? .seconds(3600) : .zero }
}

/// What a Refinery's patrol does.
package enum RefineryReflex: String, PatrolReflex {
    /// Each target goes on as far as it can.
    case advanceQueue = "advance-queue"
    /// The daily upkeep of the rig's clone and of its gates' logs, when it is due and nothing waits.
    case keepClone = "keep-clone"

    package static var formula: String? { "refinery-patrol" }

    package var isNeeded: Bool { self != .keepClone }
}

/// What the Deacon's patrol does.
package enum DeaconReflex: String, PatrolReflex {
    /// Steps of dogs' sessions that failed may be begun again.
    case retryDogs = "retry-dogs"
    /// What each dog's session asks for next is begun.
    case attendDogs = "attend-dogs"
    /// The ledger has a copy that is young enough. Who wants none says `backup_hours = 0`.
    case keepBackup = "keep-backup"
    /// The town's plugins are looked for, and those that go by a condition are asked about it.
    case seePlugins = "see-town-plugins"

    package static var formula: String? { "deacon-patrol" }

    package var isNeeded: Bool { true }
}
