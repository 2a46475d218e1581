import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("A queue that its Refinery holds because others moved the target")
struct TargetMoveVerbTests {
    let town: VerbTown
    private let move = TargetMove(target: "main", from: .test(1), to: .test(2), rewritten: false)

    init() throws { town = try VerbTown() }

    @discardableResult
    private func hold(_ move: TargetMove, as speaker: Speaker = .refinery, rig: RigName = VerbTown.gastown) throws
        -> Rig
    {
        try town.send(QueuePause(rig: rig, reason: move.sentence, move: move), as: speaker).rig
    }

    @discardableResult
    private func resume(as speaker: Speaker = .overseer) throws -> Rig {
        try town.send(QueueResume(rig: VerbTown.gastown), as: speaker).rig
    }

    /// What the overseer was written.
    private func letters() throws -> [String] {
        try town.ask(MailInbox(owner: .overseer)).mails.map { mail in
            try #require(try town.send(MailRead(id: mail.id)).mail.body)
        }
    }

    private var openGates: Int {
        get throws {
            try town.count("SELECT count(*) FROM beads WHERE type = 'gate' AND status NOT IN ('closed', 'tombstone')")
        }
    }

    @Test("it is held, with the move, and a person is told in the same breath; again changes and tells nothing")
    func held() throws {
        let held = try #require(try hold(move).queueHold)
        #expect(held.by == .refinery(VerbTown.gastown) && held.move == move && held.reason == move.sentence)
        #expect(try openGates == 1)
        let letter = try #require(try letters().first)
        #expect(letter.contains("gt mq resume gastown") && letter.contains(move.from.short))
        #expect(letter.contains(move.to.short) && !letter.contains("displaced"))
        let count = town.events.count
        #expect(try hold(move).queueHold == held && town.events.count == count)
        let further = TargetMove(target: "main", from: .test(1), to: .test(3), rewritten: true)
        #expect(try hold(further).queueHold == held && town.events.count == count)
    }

    @Test("resumed, that very move is accepted and holds nothing any more; another one does, with a letter of its own")
    func accepted() throws {
        try hold(move)
        let rig = try resume()
        #expect(rig.queueHold == nil && rig.accepts(move) && rig.acceptedMoves == [move])
        #expect(try openGates == 0)
        #expect(town.events.last?.data.note?.contains("main as others left it at \(move.to.short)") == true)
        let count = town.events.count
        #expect(try hold(move).queueHold == nil && town.events.count == count, "asked for before it was resumed")
        let further = TargetMove(target: "main", from: .test(1), to: .test(3), rewritten: true)
        #expect(try hold(further).queueHold?.move == further)
        let told = try letters()
        #expect(told.count == 2 && told.count { $0.contains("refs/gt/displaced") } == 1)
        #expect(try resume().acceptedMoves == [further])
        #expect(try hold(move).queueHold?.move == move, "taken back to where it was once accepted")
    }

    @Test("a person's hold stays as it is, and resuming it accepts nothing")
    func personal() throws {
        try town.send(QueuePause(rig: VerbTown.gastown, reason: "release"))
        let held = try #require(try hold(move).queueHold)
        #expect(held.by == .overseer && held.reason == "release" && held.move == nil)
        #expect(try openGates == 0)
        #expect(try resume().acceptedMoves == nil)
        #expect(try hold(move).queueHold?.move == move)
    }

    @Test("only its own Refinery speaks of a move, with its token; no other service and no person does")
    func rights() throws {
        let mute = Speaker(actor: .refinery(VerbTown.gastown))
        let count = town.events.count
        for speaker in [Speaker.overseer, .mayor, .witness, mute] {
            #expect(refusal { try hold(move, as: speaker) } == .forbidden, "\(speaker)")
        }
        #expect(refusal { try hold(move, rig: VerbTown.beads) } == .forbidden)
        #expect(refusal { try town.send(QueuePause(rig: VerbTown.gastown), as: mute) } == .forbidden)
        #expect(town.events.count == count)
    }

    @Test("whoever is no person may resume it, and the notice stays for one")
    func byTheMayor() throws {
        try hold(move)
        #expect(try resume(as: .mayor).accepts(move))
        #expect(try openGates == 1)
    }
}

/// Through the whole ledger: admission, the listing of the Refinery, a store that is killed.
@Suite("A held queue in the ledger")
struct HeldLedgerTests {
    private let refinery = RoleName.refinery(VerbTown.gastown)
    private let move = TargetMove(target: "main", from: .test(1), to: .test(2), rewritten: false)

    @Test("killed between any two commands, the store holds what was held and accepts what was accepted")
    func crash() throws {
        let town = try MemoryLedger()
        let pause = QueuePause(rig: VerbTown.gastown, reason: move.sentence, move: move)
        try town.send(pause, as: refinery, id: "hold/1")
        town.crash()
        #expect(try town.ask(RefineryList(rig: VerbTown.gastown)).rig.queueHold?.move == move)
        let count = town.published.count
        try town.send(pause, as: refinery, id: "hold/1")
        try town.send(pause, as: refinery, id: "hold/2")
        #expect(town.published.count == count)
        try town.send(QueueResume(rig: VerbTown.gastown))
        town.crash()
        try town.send(pause, as: refinery, id: "hold/3")
        let rig = try town.ask(RefineryList(rig: VerbTown.gastown)).rig
        #expect(rig.queueHold == nil && rig.accepts(move))
    }

    @Test("what a Refinery said before its successor registered does not hold the queue afterwards")
    func stale() throws {
        let town = try MemoryLedger()
        let old = try town.register(refinery)
        try town.register(refinery, pid: 101)
        let headers = RequestHeaders(key: MemoryLedger.key(of: refinery.address), role: refinery, token: old)
        let pause = QueuePause(rig: VerbTown.gastown, move: move)
        #expect(refusal { _ = try town.send(pause, id: "late", headers: headers) } == .staleToken)
        #expect(try town.ask(RefineryList(rig: VerbTown.gastown)).rig.queueHold == nil)
    }

    @Test("a rig's row from before this setting, and a hold without a move, are read as they were")
    func olderRows() throws {
        let settings = try JSONText.decode(QueueSettings.self, from: Array(#"{"batchMax":3,"gateRuns":2}"#.utf8))
        #expect(settings.batchMax == 3 && settings.foreignMoves == .accept)
        let hold = try JSONText.decode(
            QueueHold.self, from: Array(#"{"by":"overseer","since":"2025-11-27T16:00:00.007Z"}"#.utf8))
        #expect(hold.by == .overseer && hold.move == nil)
    }

    @Test("other changes of the rig keep what is held and what was accepted")
    func kept() throws {
        let town = try MemoryLedger()
        func parkedAndActive() throws -> Rig {
            try town.send(RigSetState(name: VerbTown.gastown, state: .parked))
            return try town.send(RigSetState(name: VerbTown.gastown, state: .active)).rig
        }
        try town.send(QueuePause(rig: VerbTown.gastown, move: move), as: refinery)
        #expect(try parkedAndActive().queueHold?.move == move)
        try town.send(QueueResume(rig: VerbTown.gastown))
        #expect(try parkedAndActive().accepts(move))
        var settings = RigSettings()
        settings.queue.foreignMoves = .hold
        try town.apply(ConfigApply(rig: VerbTown.gastown, settings: settings, hash: "1"))
        let rig = try town.ask(RefineryList(rig: VerbTown.gastown)).rig
        #expect(rig.accepts(move) && rig.settings.queue.foreignMoves == .hold)
    }

    @Test("a Refinery may not resume a queue")
    func resume() throws {
        let town = try MemoryLedger()
        #expect(refusal { try town.send(QueueResume(rig: VerbTown.gastown), as: refinery) } == .forbidden)
    }

    @Test("gt why of a bead and of its request says who holds the queue, why, and what lets it go on")
    func why() throws {
        let town = try MemoryLedger()
        let bead = try town.send(BeadCreate(rig: VerbTown.gastown, title: "Paint it")).bead.id
        try town.send(WorkSling(beads: [bead], noConvoy: true))
        let witness = RoleName.witness(VerbTown.gastown)
        let number = try town.send(DispatchClaim(bead: bead, attempt: 1), as: witness).assignment.number
        try town.send(AssignmentPrepared(number: number, base: .test(1), key: "secret"), as: witness)
        try town.send(
            WorkDone(assignment: number, status: .completed, head: .test(2), base: .test(1), message: "m"),
            sessionKey: "secret")
        try town.send(QueuePause(rig: VerbTown.gastown, reason: move.sentence, move: move), as: refinery)
        for kind in [WhyKind.bead, .request] {
            let awaited = try town.ask(TownWhy(about: bead.text, kind: kind)).awaited
            let held = try #require(awaited.first { $0.rule == .held })
            #expect(
                held.text
                    == "the merge queue of gastown is held by gastown/refinery since \(town.now): \(move.sentence) "
                    + "(gt mq resume gastown)")
            #expect(held.mover == "overseer")
        }
        try town.send(QueueResume(rig: VerbTown.gastown))
        #expect(try !town.ask(TownWhy(about: bead.text)).awaited.contains { $0.rule == .held })
    }
}
