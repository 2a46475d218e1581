package import TownModel

/// What a Witness hears of its rig's crew. Facts: telling one twice changes nothing.
package enum ResidentEvent: Equatable, Sendable {
    /// As it is now; without a session when it is to have none, or its last one is over.
    case changed(Resident, Session?)

    // What became of hands.
    case furnished(Resident, key: String)
    case started(Resident, shim: ProcessIdentity)
    /// The town was stopped at that moment.
    case notNow(Resident)
    /// There is no session, or there will be none: why.
    case failed(Resident, reason: String)
    /// The shim is no more; what the agent left running may still be there.
    case processEnded(Resident)
    /// No process of the session is left. nil: nobody recorded how it ended.
    case sessionGone(Resident, exitStatus: Int32?)
    case endFailed(Resident, reason: String)
}

/// What a Witness does about its rig's crew: what a person has asked for, and the record of what has ended by itself.
package enum ResidentEffect: Equatable, Sendable {
    case sayFurnished(Resident, key: String)
    case sayStarted(Resident, shim: ProcessIdentity)
    case sayEnded(Resident, exitStatus: Int32?, reason: String?)

    /// The session's directory and its key.
    case furnish(Resident)
    case start(Resident)
    /// Until the shim has ended.
    case watch(Resident, ProcessIdentity)
    /// Sees to it that no process of the session is left.
    case end(Resident)
}

/// A resident's session, and what our hands do about it.
struct Attendance: Equatable, Sendable {
    var resident: Resident
    var session: Session
    /// What was begun for it last, so that it is not begun again.
    var begun: ResidentStep?
    /// After a failure: not before this moment.
    var retryAt: Timestamp?
    var isWatched = false
    /// Its shim has ended, or was never there.
    var isProcessGone = false
    /// Why it could not be started.
    var failure: String?

    /// What the state of things asks for next; nil: nothing but watching. It is ended for two reasons: somebody has asked
    /// for that, or it has ended by itself and is to be recorded so.
    var next: ResidentStep? {
        guard let run = resident.run, session.state != .ended else { return nil }
        if session.state == .exiting || isProcessGone { return .end }
        guard session.shim == nil else { return nil }
        return run.isFurnished ? .start : .furnish
    }
}

enum ResidentStep: Equatable, Sendable {
    case furnish, start, end
}
