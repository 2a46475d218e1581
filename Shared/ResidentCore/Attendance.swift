import TownModel

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
