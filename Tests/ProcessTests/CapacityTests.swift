import Bus
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// Real towns with less room than work.
@Suite(.serialized) struct CapacityTests {
    /// Fails where somebody else is in it at the same time.
    private static func alone(_ place: String, _ number: Int) -> String {
        "mkdir \(place)/busy && sleep 0.3 && rmdir \(place)/busy && echo done > piece-\(number)"
    }

    /// Live sessions of polecats after each event of the log.
    private static func mostAtWork(_ town: ProcessTown) async throws -> Int {
        var live: Set<Incarnation> = []
        var most = 0
        for event in try await town.log() {
            guard let session = event.data.session, session.assignment != 0 else { continue }
            if session.state == .ended { live.remove(session.incarnation) } else { live.insert(session.incarnation) }
            most = max(most, live.count)
        }
        return most
    }

    @Test(
        "a rig with one place and four beads slung at once: all land, and never are two at work",
        .timeLimit(.minutes(4)))
    func one() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote("web"))
            try await town.setGates(try #require(RigName("web")), polecats: 1, [])
            var beads: [String] = []
            for number in 1...4 {
                beads.append(try await town.makeBead("web", "piece \(number)", Self.alone(town.home, number)))
            }
            for bead in beads { try await town.sling([bead]) }
            try await town.waitUntilClosed(beads)
            for bead in beads { #expect(try await town.bead(bead).status == .closed) }
            #expect(try await Self.mostAtWork(town) == 1)
        }
    }

    @Test(
        "one place for two rigs, a pause and a machine that is full: what waits says why, and goes on by itself",
        .timeLimit(.minutes(5)))
    func several() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            for rig in ["web", "tool"] { try await town.gt("rig", "add", rig, try await town.makeRemote(rig)) }
            let file = try Files.readText(town.layout.townFile)
            try await town.limit(file, "polecats_max = 1\nload_max = 0.01")
            var beads: [String] = []
            for rig in ["web", "tool", "web", "tool"] {
                beads.append(try await town.makeBead(rig, "piece \(beads.count)", Self.alone(town.home, beads.count)))
            }
            try await town.gt("scheduler", "pause", "-m", "not yet")
            for bead in beads { try await town.sling([bead]) }
            #expect(try await town.rules() == [.paused])
            try await town.gt("scheduler", "resume")
            // Our own build and tests keep its load above that.
            try await town.waitUntilHeld(by: .load)
            #expect(try await town.gt("why", beads[0]).contains("the load is"))
            try await town.limit(file, "polecats_max = 1\nload_max = 100")
            try await town.waitUntilClosed(beads)
            #expect(try await Self.mostAtWork(town) == 1)
            #expect(try await town.rules() == [])
        }
    }

    @Test("an epic is staged, launched and driven through its waves by the commands alone", .timeLimit(.minutes(4)))
    func waves() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote("web"))
            let epic = try JSONText.decode(
                Bead.self,
                from: Array(
                    try await town.gt("bead", "create", "--json", "--rig", "web", "--type", "epic", "Hall").utf8))
            let first = try await town.makeBead("web", "walls", "echo walls > walls")
            let second = try await town.makeBead("web", "roof", "test -e walls && echo roof > roof", needs: [first])
            for bead in [first, second] { try await town.gt("bead", "update", bead, "--parent", epic.id.text) }
            let staged = try await town.gt("convoy", "stage", epic.id.text)
            #expect(
                staged.contains("wave 1") && staged.contains("wave 2") && staged.contains("staged, 2 beads in 2 waves"))
            #expect(try await town.bead(first).disposition == .ready)
            let mountain = try await town.gt("mountain", epic.id.text)
            #expect(mountain.contains("queued"))
            let third = try await town.makeBead(
                "web", "garden", "test -e roof && echo garden > garden", needs: [second])
            try await town.gt("bead", "update", third, "--parent", epic.id.text)
            #expect(try await town.gt("mountain", "status", epic.id.text).contains(third))
            try await town.waitUntilClosed([first, second, third, epic.id.text])
        }
    }
}

extension ProcessTown {
    /// As a person with an editor would.
    fileprivate func limit(_ file: String, _ limits: String) async throws {
        try Files.writeAtomically("\(file)\n[limits]\n\(limits)\n", to: layout.townFile, mode: 0o644)
        try await gt("config", "reload")
    }

    /// What holds back what waits, each once.
    fileprivate func rules() async throws -> Set<RoomRuleName> {
        let text = try await gt("scheduler", "list", "--json")
        let waiting = try JSONText.decode([WaitingEntry].self, from: Array(text.utf8))
        return Set(waiting.compactMap(\.holds.first?.rule))
    }

    /// Asked whenever the feed says something, its head every five seconds at the latest.
    fileprivate func waitUntilHeld(by rule: RoomRuleName) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        for await _ in try await bus.listen(to: FeedFilter(signals: ["~"])) {
            if try await rules() == [rule] { break }
            if ContinuousClock.now > deadline {
                Issue.record("never held by \(rule)\n\(try logs())")
                break
            }
        }
        await bus.close()
    }

    /// All of it.
    fileprivate func log() async throws -> [TownEvent] {
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        var events: [TownEvent] = []
        var after: Int64 = 0
        while true {
            let id = CommandID(composed: "log", String(after))
            let page = try await bus.query(EventsSince(after: after), id: id, within: .seconds(10)).reply
            for text in page.events { events.append(try CloudEvent.decode(Array(text.utf8))) }
            guard page.after > after else { break }
            after = page.after
        }
        await bus.close()
        return events
    }
}
