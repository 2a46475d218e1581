import Synchronization
import TownModel
import TownTesting
import Wire

/// What a town did in a night in which nothing was to be done.
struct Night {
    /// In the whole log, when it began.
    var eventsBefore: Int64
    /// Written in it.
    var events: Int64
    /// Agents begun in it, with or without success.
    var sessions: Int
    /// Sessions and assignments that are not over, in the end.
    var leftAtWork: Int
    var roles: [(role: RoleName, did: Restlessness)]
}

/// A town without faults, at rest.
extension SimTown {
    /// Work that is planned lands first. Then all patrols are woken, so that it is known when each wait begins, and so much
    /// time passes in which nothing is to be done.
    func night(minutes: Int64) async throws -> Night? {
        for role in roles { role.start() }
        beginSignals()
        overseer.begin()
        while !judge.isDone {
            guard judge.isContent, now < Judge.livenessMilliseconds, try await turn() else { return nil }
        }
        try await pass(judge.quiet(from: now, skew: skew) - now)
        let before = judge.truth { $0.sequence }
        let sessions = world.state.withLock { $0.sessions.count }
        for role in roles { role.rested() }
        wake()
        try await pass(minutes * 60_000)
        let (after, begun, atWork) = world.state.withLock { world in
            (
                world.truth.sequence, world.sessions.count,
                world.sessions.values.count { $0.isRunning }
                    + world.truth.assignments.values.count { $0.state != .retired }
            )
        }
        return Night(
            eventsBefore: before, events: after - before, sessions: begun - sessions, leftAtWork: atWork,
            roles: roles.map { ($0.role, $0.restlessness) })
    }

    /// As `gt wake` does it.
    func wake() {
        let call = CommandID(composed: "wake", "\(now)")
        signal(topic: PatrolWake.topic, JSONText.encode(PatrolWake(roles: roles.map(\.role), call: call)))
    }

    private func pass(_ milliseconds: Int64) async throws {
        var isOver = false
        after(milliseconds) { isOver = true }
        while !isOver, judge.isContent, try await turn() {}
    }
}
