import Synchronization
import Testing
import TownModel

/// A town in which nothing is to be done, for a thousand minutes: all roles, two rigs, polecats idle, crew absent.
@Suite("The quiet night") struct QuietNightTests {
    private static let minutes: Int64 = 1000

    private static func town(seed: UInt64) throws -> SimTown {
        let rigs = [
            (name: try #require(RigName("gastown")), prefix: "gt"),
            (name: try #require(RigName("beads")), prefix: "bd"),
        ]
        return try SimTown(seed: seed, quiet: SimPlan(quietRigs: rigs))
    }

    /// From the wait's first value to its last, and then on: how many patrols there are after one that was at the
    /// beginning, itself among them.
    private static func patrols(first: Int64, last: Int64) -> Int {
        var (count, at, wait) = (1, Int64(0), first)
        while at + wait <= minutes * 60 {
            at += wait
            count += 1
            wait = min(wait * 2, last)
        }
        return count
    }

    /// The bounds, and where they are from.
    ///
    /// - Events: every event is a command's or a timer's. In this night nobody says anything (commands: 0, asserted by
    ///   role), no timer is set, and a signal is never in the log. So the log grows by 0: no event at all in 1,000 minutes.
    ///   (A real town adds one `config.changed` for each file that a person edits, and a copy of the ledger a day, which is
    ///   no event.)
    /// - Patrols: each role is woken at the beginning; then the wait doubles from its base to its maximum, and stays there.
    ///   Witness 30, 60, 120, 240, then every 300 s: 203 patrols. Refinery 30 … 480, then every 900 s: 71. Deacon 60 … 480,
    ///   then every 900 s: 70. Mayor 60, 120, 240, then every 300 s: 202. One more or less where the wake took its time.
    /// - Questions: a listing every 5 minutes (200), and one more for what lies at the edges.
    /// - Hands: what patrols look at. Witness: the trash, once an hour (16); Refinery: its hooks with each listing; Deacon:
    ///   the copies of the ledger, at most once a listing.
    @Test("a thousand minutes: no agent, no event, as many patrols as the waits give")
    func night() async throws {
        let town = try Self.town(seed: 1)
        let night = try #require(await town.night(minutes: Self.minutes), "\(town.judge.complaints)")
        #expect(town.judge.complaints == [])
        #expect(town.awakened == town.roles.count && town.roles.count == 6)
        #expect(night.eventsBefore > 0 && night.events == 0)
        #expect(night.sessions == 0 && night.leftAtWork == 0)
        print("the quiet night: \(night.events) events after \(night.eventsBefore), \(night.sessions) agents begun")
        let listings = Int(Self.minutes / 5) + 1
        for (role, did) in night.roles {
            print("\(role): \(did.patrols) patrols, \(did.ticks) timers, \(did.queries) questions, \(did.hands) looks")
            let expected = Self.expected(role)
            #expect(abs(did.patrols - expected) <= 1, "\(role): \(did.patrols), not \(expected)")
            #expect(did.commands == 0, "\(role)")
            #expect(did.queries <= listings, "\(role)")
            #expect(did.hands <= listings, "\(role)")
            // Its pace of an hour outlives the listings, which come every five minutes.
            if case .witness = role { #expect((16...17).contains(did.hands), "\(did.hands)") }
        }
        let counts = night.roles.map { Self.expected($0.role) }
        #expect(counts == [202, 70, 203, 71, 203, 71])
    }

    /// The figures of the comment above, in the order of the roles.
    private static func expected(_ role: RoleName) -> Int {
        switch role {
        case .mayor: patrols(first: 60, last: 300)
        case .deacon: patrols(first: 60, last: 900)
        case .witness: patrols(first: 30, last: 300)
        case .refinery: patrols(first: 30, last: 900)
        }
    }

    @Test("problem 39: patrols that are woken again and again begin no agent and write nothing")
    func woken() async throws {
        let town = try Self.town(seed: 2)
        let before = try #require(await town.night(minutes: 1), "\(town.judge.complaints)")
        let wakes = 50
        for number in 1...wakes {
            town.after(Int64(number) * 500) { town.wake() }
        }
        var isOver = false
        town.after(Int64(wakes) * 500 + 5000) { isOver = true }
        while !isOver, try await town.turn() {}
        #expect(town.awakened == town.roles.count * (wakes + 1))
        for role in town.roles {
            #expect(role.restlessness.patrols > wakes, "\(role.role)")
            #expect(role.restlessness.commands == 0, "\(role.role)")
        }
        #expect(town.judge.truth { $0.sequence } == before.eventsBefore)
        #expect(town.world.state.withLock { $0.sessions.values.count { $0.isRunning } } == 0)
        #expect(town.judge.complaints == [])
    }
}
