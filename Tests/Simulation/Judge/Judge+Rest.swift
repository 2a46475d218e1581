import Synchronization
import TownModel
import TownTesting

/// Invariants 10 and 12: everything open is moved to its end, and then the town sleeps.
extension Judge {
    static let livenessMilliseconds: Int64 = 600_000

    /// Ten minutes from the end of the faults, or from the moment until which something was said to rest: its row
    /// names what moves it.
    func deadline(after faults: Int64, skew: Int64) -> Int64 {
        max(faults, Self.moment(truth { $0.restsUntil }, skew)) + Self.livenessMilliseconds
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
        return open.isEmpty
    }

    func notDone() { complain("still open: \(open.joined(separator: "; "))") }

    /// Everything that somebody is still to move.
    private var open: [String] {
        let expected = expected
        return truth { truth in
            let beads = expected.filter { truth.beads[$0]?.isClosed != true }.sorted().map { "bead \($0)" }
            let convoys = truth.convoys.values.filter { $0.state == .open }.map { "convoy \($0.id)" }
            let work = truth.assignments.values.filter { $0.state != .retired }
                .map { "assignment \($0.number) \($0.state.rawValue)" }
            let requests = truth.requests.values.filter { !$0.state.isEnded }.map { "\($0.id) \($0.state.rawValue)" }
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
            if did.ticks > RestLimits.ticks || did.queries > RestLimits.queries || did.hands > RestLimits.hands {
                complain("\(role.role) does not sleep: \(did)")
            }
            if let told = role.toldThrough, told < heads[role.role.stream.description] ?? 0 {
                complain("\(role.role) was never told of the end of its stream")
            }
        }
    }
}
