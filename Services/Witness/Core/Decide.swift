import ResidentCore
package import TownModel

extension State {
    /// Takes an event in, then looks what the state of things asks for and has not been begun. Because effects follow
    /// from the state and not from the event, an event, its redelivery, a listing and a tick all mean the same.
    /// A patrol asks for one thing after the other, in its plan's order.
    package mutating func decide(_ event: Event, at now: Timestamp) -> [Effect] {
        if case .patrol(let reflex) = event { return carryOut(reflex, at: now) + attendPlugins(event, at: now) }
        return takeIn(event, at: now) + Self.afterEachEvent.flatMap { carryOut($0, at: now) }
            + attendPlugins(event, at: now)
    }

    private mutating func takeIn(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .listed(let listed): take(listed)
        case .rigChanged(let rig):
            self.rig = rig
            tryRefusedAgain()
        case .capacityChanged(let capacity): take(capacity)
        case .hostSeen(let sight): return saw(sight, at: now)
        case .townStopped: isStopped = true
        case .townThawed:
            isStopped = false
            tryRefusedAgain()
            for number in workers.keys { workers[number]?.recovery = Recovery() }
        case .dispatchChanged(let entry): take(entry)
        case .workChanged(let assignment, let session): take(assignment, session)
        case .claimRefused(let bead): refused(bead)
        case .ticked:
            return carryOut(.retrySteps, at: now) + carryOut(.retryCrew, at: now) + takePlugins(event, at: now)
        case .plugins, .plugin: return takePlugins(event, at: now)
        case .crew(let event):
            if case .notNow = event { isStopped = true }
            return crew.take(event, at: now).map { .crew($0) }
        case .nudgeChanged(let nudge): take(nudge)
        case .typed(let session, let report): return take(report, in: session, at: now)
        case .prompted(let session, let report): return took(report, in: session, at: now)
        default: return takeOutcome(event, at: now)
        }
        return []
    }

    private mutating func take(_ listed: Listed) {
        rig = listed.rig
        isStopped = listed.stopped
        dispatch = [:]
        claiming = []
        refusedEntries = [:]
        capacity = listed.capacity
        host = HostDesk()
        nudges = NudgeDesk(listed.nudges)
        listed.dispatch.forEach { take($0) }
        let sessions = Dictionary(uniqueKeysWithValues: listed.sessions.map { ($0.incarnation, $0) })
        workers = [:]
        for assignment in listed.assignments where assignment.state != .retired {
            workers[assignment.number] = Worker(
                assignment: assignment, session: sessions[assignment.incarnation])
        }
        crew = ResidentDesk(listed.crew.map { ($0, $0.run.flatMap { sessions[$0.incarnation] }) })
    }

    private mutating func take(_ entry: DispatchEntry) {
        switch entry.state {
        case .queued: dispatch[entry.bead] = entry
        // Its place is taken until its assignment is heard of, which comes next.
        case .claimed:
            dispatch[entry.bead] = nil
            refusedEntries[entry.bead] = nil
        case .withdrawn:
            dispatch[entry.bead] = nil
            refusedEntries[entry.bead] = nil
            claiming.remove(entry.bead)
        }
    }

    private mutating func take(_ assignment: Assignment, _ session: Session?) {
        claiming.remove(assignment.bead)
        guard assignment.state != .retired else {
            workers[assignment.number] = nil
            return
        }
        var worker = workers[assignment.number] ?? Worker(assignment: assignment)
        // One that takes up what another left: what was seen of that one, and begun for it, is not about this one.
        if worker.assignment.incarnation != assignment.incarnation { worker = Worker(assignment: assignment) }
        worker.assignment = assignment
        if let session {
            if session.state != worker.session?.state { worker.recovery = Recovery() }
            if session.state != worker.session?.state || session.evidence != worker.session?.evidence {
                worker.sight = SessionSight()
                sweeps.isWantedSoon = true
                // What waited for its turn's end waits no longer.
                if session.state == .idle { nudges.pauses[session.incarnation] = nil }
            }
            worker.session = session.state == .ended ? nil : session
            // A place is free, of every cap.
            if session.state == .ended { tryRefusedAgain() }
        }
        workers[assignment.number] = worker
    }
}
