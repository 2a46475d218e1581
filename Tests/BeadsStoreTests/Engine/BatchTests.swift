import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("a batch is one transaction, each command as if it were alone")
struct BatchTests {
    @Test("a refused command leaves no trace and the others of its batch are carried out")
    func refusedAlone() throws {
        let town = try MemoryLedger()
        let before = town.published.count
        let answers = try town.execute([
            QueuedRequest(request: .command(BeadCreate(title: "a"), id: "p/1"), pid: nil),
            QueuedRequest(
                request: .command(BeadClose(id: valid(BeadID.self, "gt-none"), reason: "x"), id: "p/2"), pid: nil),
            QueuedRequest(request: .command(BeadCreate(title: "b"), id: "p/3"), pid: nil),
        ])
        #expect(answers.map(\.code) == [nil, .notFound, nil])
        #expect(try town.ask(BeadList()).beads.map(\.title).sorted() == ["a", "b"])
        let kinds = try town.published[before...].map { try $0.decoded().kind }
        #expect(kinds == [.beadCreated, .commandRefused, .beadCreated])
    }

    @Test("a lone command that is refused half-way leaves nothing of what it wrote", arguments: [1, 2])
    func refusedHalfWay(size: Int) throws {
        let town = try MemoryLedger()
        let halfWay = BeadCreate(title: "half", needs: [valid(BeadID.self, "gt-none")])
        let answers = try town.execute(
            (1...size).map { QueuedRequest(request: .command(halfWay, id: "p/\($0)"), pid: nil) })
        #expect(answers.map(\.code) == Array(repeating: .notFound, count: size))
        #expect(try town.ask(BeadList()).beads.isEmpty)
        #expect(try town.published.last?.decoded().kind == .commandRefused)
        let bead = try town.send(BeadCreate(title: "whole")).bead
        #expect(try town.ask(BeadList()).beads == [bead])
        town.crash()
        #expect(try town.ask(BeadList()).beads == [bead])
    }

    @Test("one that is refused half-way takes nothing of the others with it", arguments: 0...3)
    func halfWayAmongOthers(place: Int) throws {
        let town = try MemoryLedger()
        var batch = (0..<3).map {
            QueuedRequest(request: .command(BeadCreate(title: "\($0)"), id: "p/\($0)"), pid: nil)
        }
        let halfWay = BeadCreate(title: "half", needs: [valid(BeadID.self, "gt-none")])
        batch.insert(QueuedRequest(request: .command(halfWay, id: "p/half"), pid: nil), at: place)
        let before = town.published.count
        let answers = try town.execute(batch)
        #expect(answers.map(\.code) == (0...3).map { $0 == place ? .notFound : nil })
        let events = try town.published[before...].map { try $0.decoded() }
        #expect(events.map(\.kind) == (0...3).map { $0 == place ? .commandRefused : .beadCreated })
        #expect(events.map(\.sequence) == Array(events[0].sequence..<events[0].sequence + 4))
        #expect(try town.ask(TownStatus()).refusedCommands == 1)
        town.crash()
        #expect(try town.ask(BeadList()).beads.map(\.title).sorted() == ["0", "1", "2"])
        #expect(try town.execute(batch).map(\.code) == answers.map(\.code), "each is known by its id, or not done")
        #expect(try town.ask(BeadList()).beads.count == 3)
    }

    @Test("later commands of a batch see what earlier ones wrote")
    func visibility() throws {
        let town = try MemoryLedger()
        let rig = valid(RigName.self, "fresh")
        let answers = try town.execute([
            QueuedRequest(request: .command(RigAdd(name: rig, prefix: "fr", remote: nil), id: "p/1"), pid: nil),
            QueuedRequest(request: .command(RigSetState(name: rig, state: .parked), id: "p/2"), pid: nil),
        ])
        #expect(answers.map(\.code) == [nil, nil])
        #expect(try town.ask(RigList()).rigs.first { $0.name == rig }?.state == .parked)
    }

    @Test("the sequence has no gap and each stream's chain no hole, whatever is refused", arguments: 0..<20)
    func dense(seed: UInt64) throws {
        let town = try MemoryLedger()
        try town.addRig(VerbTown.beads, prefix: "bd")
        var random = SeededRandom(seed: seed)
        for round in 0..<10 {
            let batch = (0..<Int.random(in: 1...12, using: &random)).map { number in
                QueuedRequest(request: Self.command("r/\(round)/\(number)", &random), pid: nil)
            }
            _ = try town.execute(batch)
            if Bool.random(using: &random) { town.crash() }
        }
        var heads: [StreamName: Int64] = [.town: 1]
        let events = try town.published.map { try $0.decoded() }
        #expect(events.first?.sequence == 2, "the founding is the first event, before anybody listens")
        #expect(events.map(\.sequence) == Array(2...Int64(events.count + 1)))
        for event in events {
            #expect(event.previous == heads[event.stream, default: 0])
            heads[event.stream] = event.sequence
        }
        let log = try town.ask(EventsSince(after: 0)).events
        #expect(
            Array(log.dropFirst())
                == town.published.prefix(log.count - 1).map { String(decoding: $0.bytes, as: UTF8.self) })
        let head = try town.ledger.feedHead()
        #expect(head.sequence == events.last?.sequence)
        for (stream, sequence) in heads { #expect(head.head(of: stream) == sequence) }
    }

    private static func command(_ id: String, _ random: inout SeededRandom) -> Request {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .command(BeadCreate(title: id), id: id)
        case 1: .command(BeadCreate(rig: VerbTown.gastown, title: id), id: id)
        case 2: .command(BeadCreate(rig: VerbTown.beads, title: id), id: id)
        case 3: .command(BeadClose(id: valid(BeadID.self, "gt-none"), reason: "no"), id: id)
        case 4: .command(BeadCreate(title: id, needs: [valid(BeadID.self, "gt-none")]), id: id)
        default: .command(TownStop(reason: id), id: id, key: nil)
        }
    }

    @Test("the first refusal of an actor and code in a minute is an event, the others are counted")
    func refusalsAreCounted() throws {
        let town = try MemoryLedger()
        let before = town.published.count
        for number in 0..<5 { _ = try town.answer(.command(TownThaw(), id: "p/\(number)", key: nil)) }
        #expect(try town.published[before...].map { try $0.decoded().kind } == [.commandRefused])
        #expect(try town.ask(TownStatus()).refusedCommands == 5)
        town.now = town.now.advanced(by: .seconds(60))
        _ = try town.answer(.command(TownThaw(), id: "p/9", key: nil))
        #expect(town.published.count == before + 2)
    }

    @Test("a command that expects another version of a bead is refused")
    func expectedVersion() throws {
        let town = try MemoryLedger()
        let bead = try town.send(BeadCreate(title: "a")).bead
        let stale = Request.command(BeadUpdate(id: bead.id, title: "b"), id: "p/1") { $0.expect = [bead.id: 7] }
        #expect(try town.answer(stale).code == .version)
        let right = Request.command(BeadUpdate(id: bead.id, title: "b"), id: "p/2") {
            $0.expect = [bead.id: bead.version]
        }
        #expect(try town.answer(right).isOK)
    }

    @Test("who has seen more than the ledger holds is told that it went back")
    func atLeast() throws {
        let town = try MemoryLedger()
        let request = Request.command(BeadCreate(title: "a"), id: "p/1") { $0.atLeast = 1_000_000 }
        #expect(try town.answer(request).code == .gone)
    }

    @Test("a verb that the store does not know is named")
    func unknownVerb() throws {
        let town = try MemoryLedger()
        let request = Request(
            id: valid(CommandID.self, "p/1"), kind: .command, verb: "bead.fly", body: Array("{}".utf8))
        #expect(try town.answer(request).code == .unknownVerb)
    }
}
