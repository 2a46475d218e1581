import Host
import Testing
import TownModel
import Wire

/// One service away, everything tried: what works, what waits, what is refused, as docs/operations.md says.
@Suite(.serialized) struct DegradedTests {
    @Test("each cell of the table is as it says, and gt up brings everything back", .timeLimit(.minutes(4)))
    func rows() async throws {
        // Most of it is waiting, and each row stands for itself: in three towns at once.
        let rows = Array(DegradedRow.all.enumerated())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for third in 0..<3 {
                group.addTask { try await Self.tell(rows.filter { $0.offset % 3 == third }) }
            }
            try await group.waitForAll()
        }
    }

    private static func tell(_ rows: [(offset: Int, element: DegradedRow)]) async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            for (number, row) in rows { try await DegradedStory(town, row, number).run() }
        }
    }
}

/// One row: a worker is at work, a bead waits for it, then the service goes; everything is asked for; it comes back.
private struct DegradedStory {
    typealias Duty = DegradedRow.Duty

    let town: ProcessTown
    let row: DegradedRow
    let services: [TownService]
    /// On the hook of a worker that waits at the latch.
    let first: String
    /// Waits for `first` in the same convoy.
    let next: String
    /// Stands alone, slung while the service is away where that is possible.
    let fresh: String
    let latch: Latch
    let goesOn: Latch
    private let began: Int64

    init(_ town: ProcessTown, _ row: DegradedRow, _ number: Int) async throws {
        self.town = town
        self.row = row
        services = row.services.compactMap { TownService($0) }
        latch = try Latch("\(town.home)/latch\(number)")
        goesOn = try Latch("\(town.home)/goes-on\(number)")
        let here = try Latch("\(town.home)/here\(number)")
        first = try await town.makeBead(
            "web", "First \(number)", "\(here.give); \(latch.wait); \(goesOn.give); echo 1 > first\(number)")
        next = try await town.makeBead("web", "Next \(number)", "echo 2 > next\(number)", needs: [first])
        fresh = try await town.makeBead("web", "Fresh \(number)", "echo 3 > fresh\(number)")
        if row.isAwayFirst { try await Self.takeAway(services, from: town) }
        try await town.sling([first, next])
        try #require(await here.isGiven())
        began = try await town.storedLog().last?.sequence ?? 0
    }

    private static func takeAway(_ services: [TownService], from town: ProcessTown) async throws {
        let supervisor = Supervisor(layout: town.layout, programs: town.programs)
        for service in services {
            if service == .tmux {
                #expect(await TmuxService(layout: town.layout).end().isEmpty)
            } else {
                let process = try #require(town.process(of: service))
                try await supervisor.control(service, "down")
                try await town.expectTruth(service, about: process)
            }
            #expect(try await town.run(["health", service.description]).ending == .exited(1), "\(service)")
        }
    }

    func run() async throws {
        if !row.isAwayFirst { try await Self.takeAway(services, from: town) }
        var seen = try await commands()
        latch.release()
        seen[.work] = await goesOn.isGiven() ? .works : .waits
        if !services.contains(.beadsStore) {
            let expected = row.outcomes.filter { $0.value == .works }.keys
            try await town.follow { log in expected.allSatisfy { seen[$0] != nil || has($0, in: log) } }
            let positions = try await town.storedLog().count
            let log = try await town.follow { $0.positions.count >= positions }
            for duty in Duty.allCases where seen[duty] == nil && has(duty, in: log) { seen[duty] = .works }
        }
        try await town.gt("up")
        if seen[.sling] != .works { try await town.sling([fresh]) }
        try await town.follow(within: .seconds(60)) { log in
            Duty.allCases.allSatisfy { seen[$0] != nil || has($0, in: log) } && log.isClosed(next)
        }
        for duty in Duty.allCases {
            #expect((seen[duty] ?? .waits) == row.outcomes[duty], "without \(row.without): \(duty.rawValue)")
        }
        for service in services { try await town.gt("health", service.description) }
    }

    /// What is asked for at a prompt is answered at once, one way or the other.
    private func commands() async throws -> [Duty: DegradedRow.Outcome] {
        var seen: [Duty: DegradedRow.Outcome] = [:]
        for (duty, words) in [
            (Duty.status, ["status"]), (.create, ["bead", "create", "Another", "--rig", "web"]),
            (.mail, ["mail", "send", "mayor/", "-s", "Hello", "-m", "text"]), (.sling, ["sling", fresh]),
        ] {
            let result = try await town.run(words + ["--wait", "1"])
            seen[duty] = result.ending == .exited(0) ? .works : .refused(result.ending.status)
            if result.errorTail.contains("accepted, will be delivered") { seen[duty] = .spooled }
            if result.ending != .exited(0) {
                #expect(result.errorTail.contains("next: "), "\(words): \(result.errorTail)")
            }
        }
        return seen
    }

    /// Whether the log, since this story began, shows it.
    private func has(_ duty: Duty, in log: TownLog) -> Bool {
        func saw(_ kind: EventKind, _ fits: (TownEvent) -> Bool) -> Bool {
            log.events.contains { $0.sequence > began && $0.kind == kind && fits($0) }
        }
        switch duty {
        case .status, .create, .mail, .sling, .work: return false
        case .start:
            let sessions = log.assignments(.assignmentClaimed).values.filter { $0.bead.text == fresh }
            return saw(.sessionAlive) { event in
                sessions.contains { $0.incarnation == event.data.session?.incarnation }
            }
        case .done: return saw(.requestSubmitted) { $0.data.request?.bead.text == first }
        case .land: return saw(.requestLanded) { $0.data.request?.bead.text == first }
        case .feed: return saw(.dispatchQueued) { $0.data.dispatch?.bead.text == next }
        case .notice:
            return saw(.convoyLanded) { $0.data.convoy?.members.contains { $0.bead.text == fresh } ?? false }
        }
    }
}
