import Synchronization
import TownModel
import TownTesting

/// Invariants 10 and 12: everything open is moved to its end, and then the town sleeps.
extension Judge {
    static let livenessMilliseconds: Int64 = 600_000

    /// Ten minutes from the end of the faults, or from the moment until which something was said to rest: its row
    /// names what moves it. Who is idle is told three times first, ever more rarely by an old session: the Witness's own
    /// rule says when nothing more is hoped of that, twenty minutes later at the most. What follows has its ten minutes.
    func isLate(at moment: Int64, after faults: Int64, skew: Int64) -> Bool {
        let limit = max(faults, Self.moment(truth { $0.restsUntil }, skew)) + Self.livenessMilliseconds
        guard moment > limit else { return false }
        let idle = Self.moment(truth { $0.idleUntil }, skew)
        if idle >= moment { idleSeen = moment }
        return moment > max(idle, idleSeen) + Self.livenessMilliseconds
    }

    /// When nothing is left that happens by itself.
    func quiet(from now: Int64, skew: Int64) -> Int64 {
        max(now, Self.moment(truth { $0.nudgesUntil }, skew)) + SimPlan.settleMilliseconds
    }

    /// On the simulation's own clock.
    private static func moment(_ wall: Timestamp?, _ skew: Int64) -> Int64 {
        wall.map { $0.milliseconds - MemoryLedger.start.milliseconds - skew } ?? 0
    }

    /// Only what is committed can make it so.
    var isDone: Bool {
        guard changed else { return false }
        changed = false
        return open(butHeld: false).isEmpty
    }

    /// A queue that is held is a person's to let go: what waits there is not lost, and what waits for it neither.
    func notDone() {
        let left = open(butHeld: true)
        if !left.isEmpty { return complain("still open: \(left.joined(separator: "; "))") }
        sight(.leftInHeldQueue)
        allWasKept()
    }

    /// Everything that somebody is still to move.
    private func open(butHeld: Bool) -> [String] {
        let (expected, needs) = (expected, needs)
        return truth { truth in
            let held = butHeld ? truth.heldRequests : []
            var waiting = Set(held.map(\.bead))
            // Ids say nothing of the order: again, until nobody else waits for one of them.
            while let next = needs.first(where: { waiting.contains($0.value) && !waiting.contains($0.key) }) {
                waiting.insert(next.key)
            }
            let beads = expected.filter { bead in
                guard truth.beads[bead]?.isClosed != true, !waiting.contains(bead) else { return false }
                return held.isEmpty || truth.beads[bead]?.type != .epic
            }.sorted().map { "bead \($0)" }
            let convoys = truth.convoys.values.filter { $0.state == .open && held.isEmpty }.map { "convoy \($0.id)" }
            let work = truth.assignments.values.filter { $0.state != .retired }
                .map { "assignment \($0.number) \($0.state.rawValue)" }
            let requests = truth.requests.values.filter { request in
                !request.state.isEnded && !held.contains { $0.id == request.id }
            }.map { "\($0.id) \($0.state.rawValue)" }
            let rest =
                truth.dispatch.keys.map { "\($0) in the queue" } + truth.openGates.map { "gate \($0)" }
                + truth.intents.keys.map { "intent \($0)" }
            return beads + (convoys + work + requests + rest).sorted()
        }
    }

    // A quiet town sleeps.

    /// In half an hour in which nothing is to be done.
    private enum RestLimits {
        /// Patrols that double their pauses, and the Mayor's look at the Deacon every five minutes.
        static let ticks = 16
        /// A listing every five minutes.
        static let queries = 8
        /// A look into the trash with each.
        static let hands = 8
    }

    func rests(_ roles: [any SimProcess]) {
        restsFrom = truth { $0.sequence }
        sessionsAtRest = world.state.withLock { $0.sessions.count }
        for role in roles { role.rested() }
    }

    func hasRested(_ roles: [any SimProcess]) {
        let (sequence, heads) = truth { ($0.sequence, $0.heads) }
        if sequence != restsFrom { complain("\(sequence - restsFrom) events although nothing was to be done") }
        if world.state.withLock({ $0.sessions.count }) != sessionsAtRest {
            complain("an agent was started for nothing")
        }
        for role in roles {
            let did = role.restlessness
            if did.commands > 0 { complain("\(role.role) said \(did.commands) things although nothing was to be done") }
            if did.ticks + did.patrols > RestLimits.ticks || did.queries > RestLimits.queries
                || did.hands > RestLimits.hands
            {
                complain("\(role.role) does not sleep: \(did)")
            }
            if let told = role.toldThrough, told < heads[role.role.stream.description] ?? 0 {
                complain("\(role.role) was never told of the end of its stream")
            }
        }
    }
}
