package import TownModel

/// Residents: started, adopted and ended when a person says so, by whichever service hosts them. Nothing here looks at a
/// clock to judge anybody, at how busy a rig is, or at what an agent does.
package struct ResidentDesk: Equatable, Sendable {
    /// Those who have a session, or are to have one.
    private var known: [Address: Attendance] = [:]

    /// What could not be done is tried again on patrol, not at once: its cause rarely goes away in a second.
    private static let retryPause: Duration = .seconds(30)

    /// As a listing has them.
    package init(_ listed: [(Resident, Session?)] = []) {
        for (resident, session) in listed { take(resident, session) }
    }

    package mutating func take(_ event: ResidentEvent, at now: Timestamp) -> [ResidentEffect] {
        switch event {
        case .changed(let resident, let session): take(resident, session)
        case .furnished(let resident, let key):
            guard attendance(resident)?.begun == .furnish else { return [] }
            return [.sayFurnished(resident, key: key)]
        case .started(let resident, let shim):
            guard attendance(resident) != nil else { return [] }
            return [.sayStarted(resident, shim: shim)]
        case .notNow(let resident): change(resident) { $0.begun = nil }
        case .failed(let resident, let reason):
            change(resident) {
                $0.isProcessGone = true
                $0.failure = reason
            }
        case .processEnded(let resident): change(resident) { $0.isProcessGone = true }
        case .sessionGone(let resident, let exitStatus):
            guard let known = attendance(resident) else { return [] }
            return [.sayEnded(resident, exitStatus: exitStatus, reason: known.failure)]
        case .endFailed(let resident, let reason): return endLater(resident, reason, at: now)
        }
        return []
    }

    /// Begins the step that each session's state asks for, unless it was begun.
    package mutating func attend(isStopped: Bool) -> [ResidentEffect] {
        var effects: [ResidentEffect] = []
        for agent in known.keys.sorted() { effects += attend(agent, isStopped: isStopped) }
        return effects
    }

    /// Those whose program runs and is to stay, in the order of their names, each with its session.
    package var present: [(resident: Resident, run: ResidentRun)] {
        known.keys.sorted().compactMap { agent in
            guard let attendance = known[agent], let run = attendance.resident.run, attendance.session.shim != nil,
                attendance.session.state != .exiting, !attendance.isProcessGone
            else { return nil }
            return (attendance.resident, run)
        }
    }

    /// On patrol.
    package mutating func retry(at now: Timestamp) {
        for (agent, attendance) in known {
            guard let moment = attendance.retryAt, moment <= now else { continue }
            known[agent]?.retryAt = nil
            known[agent]?.begun = nil
        }
    }

    private mutating func attend(_ agent: Address, isStopped: Bool) -> [ResidentEffect] {
        guard var attendance = known[agent] else { return [] }
        defer { known[agent] = attendance }
        var effects: [ResidentEffect] = []
        if !attendance.isWatched, !attendance.isProcessGone, let shim = attendance.session.shim {
            attendance.isWatched = true
            effects.append(.watch(attendance.resident, shim))
        }
        guard let step = attendance.next, step != attendance.begun, attendance.retryAt == nil else { return effects }
        // While the town is stopped nothing is started, and nobody who can't act is asked to leave.
        guard !isStopped || attendance.isProcessGone else { return effects }
        attendance.begun = step
        switch step {
        case .furnish: effects.append(.furnish(attendance.resident))
        case .start: effects.append(.start(attendance.resident))
        case .end: effects.append(.end(attendance.resident))
        }
        return effects
    }

    /// Of that very session.
    private func attendance(_ resident: Resident) -> Attendance? {
        guard let found = known[resident.agent], found.session.incarnation == resident.run?.incarnation else {
            return nil
        }
        return found
    }

    private mutating func change(_ resident: Resident, _ edit: (inout Attendance) -> Void) {
        guard var found = attendance(resident) else { return }
        edit(&found)
        known[resident.agent] = found
    }

    private mutating func take(_ resident: Resident, _ session: Session?) {
        guard let run = resident.run, let session, session.incarnation == run.incarnation, session.state != .ended
        else {
            known[resident.agent] = nil
            return
        }
        var found = attendance(resident) ?? Attendance(resident: resident, session: session)
        found.resident = resident
        found.session = session
        known[resident.agent] = found
    }

    /// Said once to a person; tried again on patrol.
    private mutating func endLater(_ resident: Resident, _ reason: String, at now: Timestamp) -> [ResidentEffect] {
        guard attendance(resident) != nil else { return [] }
        let moment = now.advanced(by: Self.retryPause)
        change(resident) { $0.retryAt = moment }
        return [.sayLeftOver(resident, reason: reason), .wake(at: moment)]
    }
}
