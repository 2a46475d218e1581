import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("What waits, what holds it back, and the one admission")
struct SchedulerVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func limit(_ edit: (inout TownLimits) -> Void) throws {
        var limits = TownLimits()
        edit(&limits)
        _ = try town.change(Speaker(actor: .store)) { (work) throws(LedgerError) in
            try work.keep(limits)
            return []
        }
    }

    private func sling(_ count: Int, _ rig: RigName = VerbTown.gastown, preset: String? = nil) throws -> [BeadID] {
        let beads = try (0..<count).map { try town.bead("bead \($0)", rig: rig) }
        for bead in beads { try town.send(WorkSling(beads: [bead], preset: preset)) }
        return beads
    }

    private func claim(_ bead: BeadID, _ rig: RigName = VerbTown.gastown) throws -> Assignment {
        let speaker = Speaker(actor: .witness(rig), role: .witness(rig))
        return try town.send(DispatchClaim(bead: bead, attempt: 1), as: speaker).assignment
    }

    private func holds(_ bead: BeadID) throws -> [RoomRuleName] {
        let waiting = try town.ask(SchedulerShow()).waiting
        return try #require(waiting.first { $0.entry.bead == bead }).holds.map(\.rule)
    }

    @Test("a cap of the town is counted over all rigs, however work was slung, and freed by a session's end")
    func townCap() throws {
        try limit { $0.polecatsMax = 2 }
        let here = try sling(2)
        let there = try sling(2, VerbTown.beads)
        let first = try claim(here[0])
        _ = try claim(there[0], VerbTown.beads)
        #expect(refusal { _ = try claim(here[1]) } == .conflict)
        #expect(refusal { _ = try claim(there[1], VerbTown.beads) } == .conflict)
        #expect(try holds(there[1]) == [.town])
        let said = try town.ask(TownWhy(about: there[1].text)).awaited
        #expect(said[0].rule == .room && said[0].text.contains("the town has 2 polecats at work"))
        let told = town.events.count
        try town.send(AssignmentReturn(number: first.number, reason: "enough"), as: .witness)
        try town.send(SessionEnded(incarnation: first.incarnation, exitStatus: 0), as: .witness)
        let freed = town.events[told...].filter { $0.kind == .capacityChanged }
        #expect(freed.map(\.stream) == [.rig(VerbTown.beads)])
        _ = try claim(there[1], VerbTown.beads)
        #expect(try town.ask(SchedulerShow()).running == 2)
    }

    @Test("a cap of a preset counts its sessions alone, and the rig's cap stays")
    func presetCap() throws {
        try limit { $0.presets = ["script": 1] }
        let scripts = try sling(2)
        let other = try sling(1, preset: "claude")
        _ = try claim(scripts[0])
        #expect(refusal { _ = try claim(scripts[1]) } == .conflict)
        #expect(try holds(scripts[1]) == [.preset])
        _ = try claim(other[0])
        try limit { $0.presets = nil }
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 2 }
        #expect(try holds(scripts[1]) == [.rig])
        #expect(refusal { _ = try claim(scripts[1]) } == .conflict)
    }

    @Test("a pause stops claims of what waits and nothing that runs, and is told to the rigs concerned, once")
    func pause() throws {
        let beads = try sling(2)
        let running = try claim(beads[0])
        let told = town.events.count
        let reply = try town.send(SchedulerPause(reason: "release"))
        try town.send(SchedulerPause(reason: "again"), as: .mayor)
        #expect(reply.hold?.reason == "release" && reply.waiting.map(\.holds).joined().map(\.rule) == [.paused])
        #expect(town.events[told...].map(\.stream) == [.rig(VerbTown.beads), .rig(VerbTown.gastown)])
        #expect(refusal { _ = try claim(beads[1]) } == .conflict)
        try town.run(running)
        try town.done(running)
        let said = try town.ask(TownWhy(about: beads[1].text)).awaited
        #expect(said[0].rule == .held && said[0].mover == "overseer")
        try town.send(SchedulerResume())
        try town.send(SchedulerPause(rig: VerbTown.beads))
        _ = try claim(beads[1])
        let there = try sling(1, VerbTown.beads)
        #expect(refusal { _ = try claim(there[0], VerbTown.beads) } == .conflict)
        try town.send(SchedulerResume(rig: VerbTown.beads))
        _ = try claim(there[0], VerbTown.beads)
        let worker = Speaker.session(running)
        #expect(refusal { try town.send(SchedulerResume(rig: VerbTown.removed)) } == .notFound)
        #expect(Rights.allows(worker.actor.speakerKind, .stop) == false)
    }

    @Test("a full machine is told when it begins and when it ends, never in between, and only by the rig's Witness")
    func host() throws {
        let beads = try sling(1)
        let pressed = HostPressure(.load, "the load is 9.00 a core, the limit is 2.00", since: town.now)
        let told = town.events.count
        for _ in 0..<3 { try town.send(HostJudged(rig: VerbTown.gastown, pressure: pressed), as: .witness) }
        #expect(refusal { try town.send(HostJudged(rig: VerbTown.gastown, pressure: nil), as: .mayor) } == .forbidden)
        #expect(town.events[told...].map(\.kind) == [.capacityChanged])
        #expect(town.events.last?.data.capacity?.pressure == pressed)
        #expect(refusal { _ = try claim(beads[0]) } == .conflict)
        #expect(try holds(beads[0]) == [.load])
        #expect(try town.ask(SchedulerShow()).rigs.map(\.pressure) == [nil, pressed])
        for _ in 0..<3 { try town.send(HostJudged(rig: VerbTown.gastown, pressure: nil), as: .witness) }
        #expect(town.events[told...].map(\.kind) == [.capacityChanged, .capacityChanged])
        _ = try claim(beads[0])
    }

    @Test("a provider that has met its limit is asked for no other bead until it is over; other presets go on")
    func provider() throws {
        let beads = try sling(2)
        let other = try sling(1, preset: "claude")
        let first = try claim(beads[0])
        let until = town.now.advanced(by: .seconds(600))
        try town.send(
            AssignmentReturn(number: first.number, reason: "limit reached", limitedUntil: until), as: .witness)
        #expect(town.events.last { $0.kind == .capacityChanged }?.data.capacity?.limited.map(\.until) == [until])
        #expect(refusal { _ = try claim(beads[1]) } == .conflict)
        #expect(try holds(beads[1]) == [.provider])
        _ = try claim(other[0])
        town.now = until
        #expect(try holds(beads[1]).isEmpty)
        _ = try claim(beads[1])
    }

    @Test("one limit is told once, though each session names its end a little later; a person may wait no longer")
    func oneLimit() throws {
        let beads = try sling(3)
        let assignments = try beads.prefix(2).map { try claim($0) }
        let told = town.events.count
        for (index, assignment) in assignments.enumerated() {
            try town.run(assignment)
            let until = town.now.advanced(by: .seconds(600 + Int64(index)))
            try town.send(
                SessionJudged(
                    incarnation: assignment.incarnation, state: .waiting,
                    evidence: SessionEvidence(.screen, "limit reached", since: town.now, until: until)), as: .witness)
        }
        #expect(
            town.events[told...].filter { $0.kind == .capacityChanged && $0.stream == .rig(VerbTown.gastown) }.count
                == 1)
        #expect(refusal { _ = try claim(beads[2]) } == .conflict)
        #expect(refusal { try town.send(SchedulerResume(preset: "claude")) } == .notFound)
        #expect(try town.send(SchedulerResume(preset: "script")).limited.isEmpty)
        _ = try claim(beads[2])
    }

    @Test("everything that stands in the way is told, what a person decides first")
    func order() throws {
        let entry = DispatchEntry(
            bead: try town.bead(), rig: VerbTown.gastown, enqueuedAt: town.now,
            notBefore: town.now.advanced(by: .seconds(9)), dispatchedBy: .overseer)
        let rig = Rig(
            name: VerbTown.gastown, prefix: "gt", remote: nil, state: .parked, settings: RigSettings(polecatsMax: 1),
            addedAt: town.now)
        var limits = TownLimits()
        (limits.polecatsMax, limits.presets) = (1, ["script": 1])
        let facts = RoomFacts(
            entry: entry, rig: rig, counts: RoomCounts(rigs: [VerbTown.gastown: 1], presets: ["script": 1]),
            capacity: RigCapacity(
                limits: limits, hold: SchedulerHold(by: .overseer, since: town.now),
                limited: [ProviderLimit(preset: "script", until: town.now.advanced(by: .seconds(1)), seen: "x")],
                pressure: HostPressure(.memory, "none", since: town.now)),
            stopped: "fire")
        #expect(
            RoomRule.holds(facts, at: town.now).map(\.rule) == [
                .stopped, .parked, .paused, .rest, .town, .rig, .preset, .provider, .memory,
            ])
        #expect(RoomRule.holds(RoomFacts(entry: entry, rig: rig, counts: RoomCounts()), at: town.now).count == 2)
    }
}

extension VerbTown {
    fileprivate static let removed = valid(RigName.self, "elsewhere")
}
