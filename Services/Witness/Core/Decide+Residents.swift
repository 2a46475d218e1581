import TownModel

/// Crew: started, adopted and ended when a person says so. Nothing here looks at a clock to judge anybody, at how busy the
/// rig is, or at what an agent does.
extension State {
    mutating func take(crew listed: [(Resident, Session?)]) {
        crew = [:]
        for (resident, session) in listed { take(resident, session) }
    }

    mutating func takeCrew(_ event: ResidentEvent, at now: Timestamp) -> [Effect] {
        switch event {
        case .changed(let resident, let session): take(resident, session)
        case .furnished(let resident, let key):
            guard attendance(resident)?.begun == .furnish else { return [] }
            return [.crew(.sayFurnished(resident, key: key))]
        case .started(let resident, let shim):
            guard attendance(resident) != nil else { return [] }
            return [.crew(.sayStarted(resident, shim: shim))]
        case .notNow(let resident):
            isStopped = true
            change(resident) { $0.begun = nil }
        case .failed(let resident, let reason):
            change(resident) {
                $0.isProcessGone = true
                $0.failure = reason
            }
        case .processEnded(let resident): change(resident) { $0.isProcessGone = true }
        case .sessionGone(let resident, let exitStatus):
            guard let known = attendance(resident) else { return [] }
            return [.crew(.sayEnded(resident, exitStatus: exitStatus, reason: known.failure))]
        case .endFailed(let resident, let reason): return endLater(resident, reason, at: now)
        }
        return []
    }

    /// Of that very session.
    private func attendance(_ resident: Resident) -> Attendance? {
        guard let known = crew[resident.agent], known.session.incarnation == resident.run?.incarnation else {
            return nil
        }
        return known
    }

    private mutating func change(_ resident: Resident, _ edit: (inout Attendance) -> Void) {
        guard var known = attendance(resident) else { return }
        edit(&known)
        crew[resident.agent] = known
    }

    private mutating func take(_ resident: Resident, _ session: Session?) {
        guard let run = resident.run, let session, session.incarnation == run.incarnation, session.state != .ended
        else {
            crew[resident.agent] = nil
            return
        }
        var known = attendance(resident) ?? Attendance(resident: resident, session: session)
        known.resident = resident
        known.session = session
        crew[resident.agent] = known
    }

    /// Begins the step that a session's state asks for, unless it was begun.
    mutating func attend(_ agent: Address) -> [Effect] {
        guard var known = crew[agent] else { return [] }
        defer { crew[agent] = known }
        var effects: [Effect] = []
        if !known.isWatched, !known.isProcessGone, let shim = known.session.shim {
            known.isWatched = true
            effects.append(.crew(.watch(known.resident, shim)))
        }
        guard let step = known.next, step != known.begun, known.retryAt == nil else { return effects }
        // While the town is stopped nothing is started, and nobody who can't act is asked to leave.
        guard !isStopped || known.isProcessGone else { return effects }
        known.begun = step
        switch step {
        case .furnish: effects.append(.crew(.furnish(known.resident)))
        case .start: effects.append(.crew(.start(known.resident)))
        case .end: effects.append(.crew(.end(known.resident)))
        }
        return effects
    }

    /// Said once to a person; tried again on patrol.
    private mutating func endLater(_ resident: Resident, _ reason: String, at now: Timestamp) -> [Effect] {
        guard attendance(resident) != nil, let run = resident.run else { return [] }
        let moment = now.advanced(by: WitnessLimits.retryPause)
        change(resident) { $0.retryAt = moment }
        let escalation = Escalation(
            source: "left-over/\(run.incarnation)", severity: .high,
            text: """
                The session of \(resident.agent) could not be ended: \(reason). It works in \(resident.worktree), which is \
                not touched; ending it is tried again.
                """,
            about: resident.bead)
        return [.escalate(escalation), .wake(at: moment)]
    }

    mutating func retryCrew(at now: Timestamp) {
        for (agent, known) in crew {
            guard let moment = known.retryAt, moment <= now else { continue }
            crew[agent]?.retryAt = nil
            crew[agent]?.begun = nil
        }
    }
}
