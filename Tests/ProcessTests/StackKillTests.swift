import Glibc
import Host
import Testing
import TownModel
import Wire

/// kill -9 of the Refinery and of the store while several requests are tested and landed as one.
@Suite(.serialized) struct StackKillTests {
    /// What is heard of a stack on its way: after each of these either is killed.
    private static let moments: [EventKind] = [
        .requestTesting, .intentOpened, .gatesFailed, .gatesPassed, .requestLanding, .requestLanded, .requestReturned,
    ]

    /// Kills that are still to come: the moment, and who is killed then.
    private struct Plan {
        var left: [(moment: EventKind, victim: TownService)]
        private var restarting: (service: TownService, before: ProcessIdentity)?

        init(_ victims: [TownService]) {
            left = StackKillTests.moments.flatMap { moment in victims.map { (moment, $0) } }
        }

        /// Whom to kill at the log's last event. Nobody while the one that was killed last may still be away: what it has
        /// not begun can't be cut short.
        mutating func next(_ log: TownLog, _ process: (TownService) -> ProcessIdentity?) -> TownService? {
            guard let event = log.events.last, isBack(log, process),
                let place = left.firstIndex(where: { $0.moment == event.kind }),
                let before = process(left[place].victim)
            else { return nil }
            // Of intents only those of gates: each landing has one too, which is told with the landing.
            if event.kind == .intentOpened, event.data.intent?.kind != "gates" { return nil }
            let victim = left.remove(at: place).victim
            restarting = (victim, before)
            return victim
        }

        private func isBack(_ log: TownLog, _ process: (TownService) -> ProcessIdentity?) -> Bool {
            guard let (service, before) = restarting else { return true }
            guard let now = process(service), now != before else { return false }
            if case .role(let role) = service { return log.hasRegistered(role, now) }
            return true
        }
    }

    @Test(
        "nine requests, two of them broken: each lands once, nothing untested, and all that was handed in is kept",
        .timeLimit(.minutes(4)))
    func killed() async throws {
        try await ProcessTown.with { town in
            let rig = try #require(RigName("web"))
            let refinery = TownService.role(.refinery(rig))
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            // Long enough to be met while it runs.
            try await town.setGates(rig, polecats: 4, [("whole", "sleep 0.2; ! grep -rqs BROKEN . --include=*.txt")])
            try await town.gt("mq", "pause", "web")
            var beads: [String] = []
            for number in 1...9 {
                let broken =
                    [3, 7].contains(number) ? #"[ "$GT_ATTEMPT" != 1 ] || echo BROKEN > broken\#(number).txt; "# : ""
                beads.append(
                    try await town.makeBead("web", "Write \(number)", "echo \(number) > \(number).txt; \(broken)true"))
            }
            try await town.sling(beads)
            try await town.follow(within: .seconds(60)) { $0.of(.requestSubmitted).count == beads.count }
            try await town.gt("mq", "resume", "web")

            var plan = Plan([refinery, .beadsStore])
            let log = try await town.follow(within: .seconds(120)) { log in
                if let victim = plan.next(log, town.process) { _ = try await town.kill(victim, at: log.sequence) }
                return beads.allSatisfy(log.isClosed)
            }
            let missed = plan.left.map { "\($0.victim) at \($0.moment.rawValue)" }
            #expect(missed.count <= 2, "the run does not count: nobody was killed \(missed)")
            #expect(log.faults.isEmpty)
            try await Self.expectLandedOnce(beads, log, remote, town)
            try await Self.expectKept(log, rig, town)
            // Every landing proven again: the tree that a run has passed is the tree that is there.
            try await town.gt("mq", "verify", "--all")
        }
    }

    /// As the history of the target has it, and as the log has it: some of them together.
    private static func expectLandedOnce(
        _ beads: [String], _ log: TownLog, _ remote: String, _ town: ProcessTown
    ) async throws {
        let text = try await town.git(
            remote, "log", "--first-parent", "--format=%(trailers:key=Gt-Bead,valueonly)", "main")
        let found = text.split(separator: "\n").map(String.init).filter { !$0.isEmpty }
        #expect(found.sorted() == beads.sorted(), "lost, or landed twice")
        let landed = log.of(.requestLanded).compactMap(\.data.request)
        #expect(landed.map(\.bead.text).sorted() == beads.sorted())
        let together = Dictionary(grouping: landed) { $0.proof?.tip }.values.map(\.count).max() ?? 0
        #expect(together > 1, "no two of them landed as one")
        let returned = log.of(.requestReturned).compactMap(\.data.request?.bead.text)
        #expect(returned.sorted() == [beads[2], beads[6]].sorted(), "who broke nothing came back, or who did has not")
    }

    /// Every request has ended, and what was handed in is reachable.
    private static func expectKept(_ log: TownLog, _ rig: RigName, _ town: ProcessTown) async throws {
        let submitted = log.of(.requestSubmitted).compactMap(\.data.request)
        let list = try await town.gt("mq", "list", rig.text, "--all", "--json")
        let states = try JSONText.decode([MergeRequest].self, from: Array(list.utf8))
        #expect(Set(states.map(\.id)) == Set(submitted.map(\.id)))
        for request in states { #expect(request.state.isEnded, "\(request.id) is \(request.state.rawValue)") }
        let reachable = try await town.git(town.layout.repository(rig), "rev-list", "--all")
        let commits = Set(reachable.split(separator: "\n").compactMap { CommitID(String($0)) })
        #expect(Set(submitted.map(\.head)).isSubset(of: commits))
    }
}
