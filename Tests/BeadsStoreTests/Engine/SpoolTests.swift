import Foundation
import Host
import LedgerStorage
import RoleRuntime
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon

/// Commands of the spool on a real ledger in memory, from real files.
@Suite final class SpoolTests {
    let layout: TownLayout
    let spool: Spool
    let town: MemoryLedger
    let drain: SpoolDrain

    init() throws {
        let root = NSTemporaryDirectory() + "gt-drain-\(UUID().uuidString)"
        layout = TownLayout(root: root)
        try Files.makePrivateDirectory(layout.machinery)
        spool = Spool(layout)
        town = try MemoryLedger()
        drain = SpoolDrain(spool: spool, log: .silent)
        // What the drain calls now is the machine's clock.
        town.now = .now
    }

    deinit {
        // Nothing can be done about a temporary directory that stays.
        try? Files.removeTree(layout.root)
    }

    private func accept<C: SpoolableCommand>(
        _ command: C, id: String, actor: Address = .overseer, session: Incarnation? = nil,
        ago: Duration = .zero, edit: (inout SpooledCommand) -> Void = { _ in }
    ) throws {
        var entry = SpooledCommand(
            command, id: try #require(CommandID(id)), actor: actor, session: session,
            acceptedAt: .now.advanced(by: .zero - ago))
        edit(&entry)
        try spool.add(entry)
    }

    private func letter(_ subject: String) -> MailSend { MailSend(to: [.mayor], subject: subject, body: "b") }

    /// Drains, and gives the events of it.
    @discardableResult
    private func run() throws -> [TownEvent] {
        var events: [TownEvent] = []
        try drain.run(town.ledger) { events += try $0.events.map { try $0.decoded() } }
        return events
    }

    private func inbox(_ owner: Address) throws -> [Mail] {
        Array(try town.ask(MailInbox(owner: owner, limit: 100), key: MemoryLedger.key(of: .overseer)).mails.reversed())
    }

    @Test("each is carried out once, in order, in its actor's name, and its file goes")
    func once() throws {
        for number in 1...5 { try accept(letter("\(number)"), id: "c-\(number)") }
        #expect(drain.hasNews(at: .now))
        let events = try run()
        #expect(events.filter { $0.kind == .mailSent }.count == 5)
        #expect(try inbox(.mayor).map(\.subject) == ["1", "2", "3", "4", "5"])
        #expect(try inbox(.mayor).allSatisfy { $0.from == .overseer })
        #expect(try spool.names().isEmpty && spool.refused().isEmpty)
        #expect(try run().isEmpty)
    }

    @Test(
        "an answer that waited is delivered once, to the letter's writer, in its thread; to a letter unknown it is refused"
    )
    func answer() throws {
        let first = try town.send(MailSend(to: [.overseer], subject: "Friday", body: ""), as: .mayor).mail.id
        try accept(MailSend(to: [], subject: "", body: "yes", replyTo: first), id: "c-1")
        try accept(MailSend(to: [], subject: "", body: "no", replyTo: valid(BeadID.self, "hq-none")), id: "c-2")
        try run()
        try run()
        let answers = try inbox(.mayor)
        #expect(answers.map(\.subject) == ["Re: Friday"] && answers.first?.thread == first)
        #expect(answers.first?.type == .reply && answers.first?.replyTo == first)
        #expect(try spool.names().isEmpty && spool.refused().count == 1)
    }

    @Test("sent live and left in the spool under one id, it is carried out once; another body is refused")
    func sameID() throws {
        try town.send(letter("live"), id: "c-1")
        try accept(letter("live"), id: "c-1")
        try run()
        #expect(try inbox(.mayor).map(\.subject) == ["live"])
        #expect(try spool.names().isEmpty && spool.refused().isEmpty)
        try accept(letter("spooled"), id: "c-2")
        try run()
        #expect(try town.send(letter("spooled"), id: "c-2").mail.subject == "spooled")
        #expect(try inbox(.mayor).map(\.subject) == ["live", "spooled"])
        try accept(letter("other"), id: "c-2")
        try run()
        #expect(try spool.refused().map(\.refusal?.error.code) == [.conflict])
    }

    @Test("a store that dies after the commit finds the file again and does nothing twice")
    func foundAgain() throws {
        try accept(letter("once"), id: "c-1")
        try accept(BeadClose(id: try #require(BeadID("gt-none")), reason: "x", outcome: .success), id: "c-2")
        let copies = try spool.names().map { ($0, try Files.read("\(layout.spool)/\($0)")) }
        try run()
        let (letters, told) = (try inbox(.mayor).count, try inbox(.overseer).count)
        // As if neither file had been removed or set aside.
        for entry in try spool.refused() { try spool.drop(entry) }
        for (name, bytes) in copies { try Files.writeAtomically(bytes, to: "\(layout.spool)/\(name)") }
        #expect(try run().isEmpty, "nothing is said twice")
        #expect(try inbox(.mayor).count == letters && inbox(.overseer).count == told)
        #expect(try spool.names().isEmpty)
        #expect(try spool.refused().map(\.refusal?.error.code) == [.notFound])
    }

    @Test("a refused one is set aside, its sender is told once, and a person once for all of them")
    func refused() throws {
        let none = try #require(BeadID("gt-none"))
        for number in 1...3 {
            try accept(BeadClose(id: none, reason: "x", outcome: .success), id: "c-\(number)")
        }
        try accept(letter("after"), id: "c-4")
        let events = try run()
        #expect(try inbox(.mayor).map(\.subject) == ["after"], "the others go on")
        #expect(try spool.refused().map(\.command?.id.text) == ["c-1", "c-2", "c-3"])
        let letters = try inbox(.overseer)
        #expect(letters.filter { $0.subject.hasPrefix("not carried out: bead.close") }.count == 3)
        #expect(letters.filter { $0.subject.contains("can't be carried out") }.count == 1)
        #expect(events.filter { $0.kind == .escalationRaised }.count == 3)
        let gates = try town.ask(BeadList(selection: BeadSelection(labels: ["escalation"]))).beads
        #expect(gates.count == 1)
        // Said again, it is tried again, and refused again as something new.
        try spool.retry(try #require(try spool.refused().first), at: .now)
        try run()
        #expect(try inbox(.overseer).filter { $0.subject.hasPrefix("not carried out") }.count == 4)
        #expect(try spool.refused().count == 3)
    }

    @Test("nobody speaks for a session that never was, for a role, or with another verb")
    func speakers() throws {
        let polecat = try #require(Address("gastown/polecats/ash"))
        try accept(letter("1"), id: "c-1", actor: polecat, session: Incarnation(number: 7))
        try accept(letter("2"), id: "c-2", actor: .witness(try #require(RigName("gastown"))))
        try accept(letter("3"), id: "c-3", actor: .overseer, session: Incarnation(number: 7))
        try accept(letter("4"), id: "c-4") { $0.verb = "rig.add" }
        try accept(letter("5"), id: "c-5") { $0.verb = "no.such" }
        try run()
        #expect(try inbox(.mayor).isEmpty)
        #expect(
            try spool.refused().map(\.refusal?.error.code)
                == [.forbidden, .forbidden, .forbidden, .forbidden, .unknownVerb])
        #expect(try inbox(try #require(Address("gastown/witness"))).count == 1, "who exists is told")
    }

    @Test("a nudge that waited longer than it lives is not delivered late; its sender is told, and nobody else")
    func lateNudge() throws {
        let nudge = NudgeSend(to: .mayor, text: "now!", timeToLiveSeconds: 60)
        try accept(nudge, id: "c-1", ago: .seconds(61))
        let events = try run()
        #expect(!events.contains { $0.kind == .nudgeSent || $0.kind == .escalationRaised })
        #expect(try inbox(.overseer).map(\.subject) == ["your nudge came too late"])
        #expect(try town.send(MailRead(id: try inbox(.overseer)[0].id)).mail.body?.contains("now!") == true)
        #expect(try spool.names().isEmpty && spool.refused().isEmpty)
    }

    @Test("a broadcast waits in the spool as a nudge does, and is not said late")
    func broadcast() throws {
        let word = NudgeBroadcast(group: .overseer, text: "now!", timeToLiveSeconds: 60)
        try accept(word, id: "c-1", ago: .seconds(61))
        #expect(try !run().contains { $0.kind == .nudgeSent })
        #expect(try inbox(.overseer).map(\.subject) == ["your nudge came too late"])
        try accept(word, id: "c-2", ago: .seconds(59))
        try run()
        #expect(try spool.refused().map(\.refusal?.error.code) == [.conflict], "nobody has a session")
    }

    @Test("what is older than the kept answers is not carried out: it may have been before")
    func tooOld() throws {
        try accept(letter("old"), id: "c-1", ago: .seconds(29 * 86_400 + 60))
        try accept(letter("young"), id: "c-2", ago: .seconds(29 * 86_400 - 60))
        try run()
        #expect(try inbox(.mayor).map(\.subject) == ["young"])
        #expect(try spool.refused().map(\.refusal?.error.code) == [.expired])
    }

    @Test("what can't be read is set aside and a person is told; what can goes on")
    func unreadable() throws {
        try Files.makePrivateDirectory(layout.spool)
        try Files.writeAtomically("{\"version\":9}", to: "\(layout.spool)/00000000000001-a.json")
        try accept(letter("good"), id: "c-1")
        let events = try run()
        #expect(try inbox(.mayor).map(\.subject) == ["good"])
        #expect(events.filter { $0.kind == .escalationRaised }.count == 1)
        #expect(try spool.refused().map(\.command) == [nil])
    }

    @Test("an empty spool has no news, one that can't be drained is no error of the store's")
    func quiet() throws {
        #expect(!drain.hasNews(at: .now), "there is no directory")
        try Files.makePrivateDirectory(layout.spool)
        var looks = 0
        // Its times must be older than a tick of the kernel's clock for files: until then it is looked into.
        while drain.hasNews(at: .now), looks < 1_000_000 {
            try run()
            looks += 1
        }
        #expect(!drain.hasNews(at: .now))
        try accept(letter("1"), id: "c-1")
        #expect(drain.hasNews(at: .now))
        try Files.writeAtomically("in the way", to: spool.refusedDirectory)
        try accept(letter("2"), id: "c-2") { $0.verb = "no.such" }
        #expect(throws: Never.self) { try self.run() }
        #expect(try inbox(.mayor).map(\.subject) == ["1"])
        #expect(!drain.hasNews(at: .now), "it rests before it tries again")
        #expect(drain.hasNews(at: .now + StoreLimits.spoolPause))
        #expect(try spool.names().count == 1, "nothing is lost")
    }
}
