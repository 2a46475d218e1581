import Host
import Synchronization
import TownModel
import WitnessCore
import WitnessDaemon

/// Sessions: shims that never speak, or speak when nobody waits any more; ends that fail.
struct SimSessions: PolecatSessions {
    let world: SimWorld

    /// The secret that stands for a session here.
    static func key(of incarnation: Incarnation) -> String { "secret of session \(incarnation)" }

    func furnish(_ assignment: Assignment, on ground: WorktreeGround) async throws(HostError) -> String {
        try world.outcome { (world) throws(HostError) in
            world.touches(assignment)
            if world.mishap(2, .furnishFailed) { throw .session("the session's directory can't be written") }
            world.furnish(assignment)
            return Self.key(of: assignment.incarnation)
        }
    }

    func start(_ assignment: Assignment) async throws(HostError) -> ProcessIdentity? {
        try world.outcome { (world) throws(HostError) in
            world.touches(assignment)
            if let shim = world.sessions[assignment.incarnation]?.shim { return shim }
            if world.isStopped { return nil }
            if world.mishap(3, .shimNeverSpoke) { throw .session("the shim did not start") }
            if world.mishap(4, .shimLate) {
                world.news.append(.shimIsLate(assignment))
                throw .session("the shim did not say in time that it runs")
            }
            guard let shim = world.startShim(assignment) else {
                throw .session("session \(assignment.incarnation) was cancelled")
            }
            return shim
        }
    }

    func waitForEnd(of shim: ProcessIdentity) async -> Bool { true }

    /// Whose shim has ended is left out, as on a real machine; now and then nobody can say what a screen shows.
    func look(at targets: [SweepTarget]) async -> [Look] {
        world.state.withLock { world in
            targets.compactMap { target in
                guard world.sessions[target.assignment.incarnation]?.isRunning == true else { return nil }
                let isAway = world.mishap(20, .screenAway)
                return Look(
                    number: target.assignment.number, hasAgent: true, outputBytes: 1,
                    screen: isAway ? .away("nobody answers") : .notRead)
            }
        }
    }

    func limitLine(of assignment: Assignment) async -> String? {
        world.state.withLock { $0.mishap(20, .limitMet) ? "limit reached, try again in 2 minutes" : nil }
    }

    func end(_ assignment: Assignment, grace: Duration) async throws(HostError) -> Int32? {
        try world.outcome { (world) throws(HostError) in
            world.touches(assignment)
            if world.mishap(4, .endFailed) { throw .session("somebody still works there") }
            world.furnish(assignment)
            guard let session = world.sessions[assignment.incarnation], session.shim != nil else {
                world.sessions[assignment.incarnation]?.isCancelled = true
                return nil
            }
            if session.isRunning { world.endRunning(assignment) }
            // Now and then nobody recorded how it ended.
            return world.mishap(10, .endUnrecorded) ? nil : world.sessions[assignment.incarnation]?.exitStatus
        }
    }
}

/// The simulator's agents have no terminals: nothing is to be typed to them.
struct NobodyToTypeTo: NudgeTyping {
    let world: SimWorld

    func type(_ orders: [TypingOrder], to listener: Listener) async -> TypingReport { complaint(listener) }

    func prompt(_ listener: Listener) async -> TypingReport { complaint(listener) }

    func followTurns(of listener: Listener) async { _ = complaint(listener) }

    private func complaint(_ listener: Listener) -> TypingReport {
        world.state.withLock { $0.complain("\(listener.agent) has no terminal, and was typed to") }
        return TypingReport(obstacle: "it has no pane", isForGood: true)
    }
}

extension SimWorld.State {
    fileprivate mutating func furnish(_ assignment: Assignment) {
        guard sessions[assignment.incarnation] == nil else { return }
        sessions[assignment.incarnation] = SimSession(agent: assignment.agent, number: assignment.number)
    }

    /// nil: it was cancelled, or runs already.
    mutating func startShim(_ assignment: Assignment) -> ProcessIdentity? {
        guard let session = sessions[assignment.incarnation], session.shim == nil else { return nil }
        guard !session.isCancelled else {
            sightings.insert(.shimCancelled)
            return nil
        }
        if self[rig: assignment.rig].worktrees[assignment.worktree]?.head == nil {
            complain("session \(assignment.incarnation) was started without its worktree")
        }
        if let other = sessions.first(where: { $0.value.agent == assignment.agent && $0.value.isRunning }) {
            complain("\(assignment.agent) has two processes: \(other.key) and \(assignment.incarnation)")
        }
        let shim = ProcessIdentity(
            host: "here", bootID: "boot-1", pid: 100_000 + (Int32(assignment.incarnation.text.dropFirst()) ?? 0),
            startTicks: 1)
        sessions[assignment.incarnation]?.shim = shim
        news.append(.agentStarted(assignment))
        return shim
    }

    /// Silence is not death: only whose assignment is over is made to leave.
    fileprivate mutating func endRunning(_ assignment: Assignment) {
        let recorded = truth.assignments[assignment.number]
        switch recorded?.state {
        case .running where recorded?.isRenewed == true && recorded?.incarnation == assignment.incarnation:
            sightings.insert(.sessionRestarted)
        case .ended, .retired: sightings.insert(.agentEndedByHands)
        case .claimed, .prepared, .running, nil:
            complain("\(assignment.agent) was ended at work on assignment \(assignment.number)")
        }
        end(assignment.incarnation, status: 143)
    }
}
