import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Turns, nudges and stops in the ledger")
struct TurnVerbTests {
    let town: VerbTown
    let assignment: Assignment
    var session: Speaker { .session(assignment) }

    init() throws {
        town = try VerbTown()
        assignment = try town.working(try town.bead())
    }

    private func nudge(as speaker: Speaker = .mayor) throws -> Int64 {
        try town.send(NudgeSend(to: assignment.agent, text: "hurry"), as: speaker).nudge.number
    }

    @discardableResult
    private func start() throws -> News {
        try town.send(TurnStart(incarnation: assignment.incarnation), as: session)
    }

    @discardableResult
    private func end(mayHold: Bool = false) throws -> TurnEndReply {
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: mayHold), as: session)
    }

    private func state(_ number: Int64) throws -> NudgeState {
        try town.ask(NudgeShow(number: number)).nudge.state
    }

    private var kinds: [EventKind] { town.events.suffix(3).map(\.kind) }

    @Test("from the prompt to the turn's end each state is an event, and the nudge tells when it was in it")
    func whole() throws {
        let number = try nudge()
        let news = try start()
        #expect(news.nudges.map(\.text) == ["hurry"] && news.nudgeCount == 1)
        #expect(try state(number) == .sent, "what was not printed is not delivered")
        try town.send(NudgesDelivered(numbers: [number]), as: session)
        #expect(kinds == [.nudgeSent, .nudgeDelivered, .nudgeTurnStarted])
        #expect(try state(number) == .turnStarted)
        town.now = town.now.advanced(by: .seconds(7))
        #expect(try end().holds.isEmpty)
        let nudge = try town.ask(NudgeShow(number: number), as: .mayor).nudge
        #expect(nudge.state == .acted && nudge.text == "hurry" && nudge.session == assignment.incarnation)
        #expect(nudge.endedAt == town.now && nudge.deliveredAt == nudge.turnStartedAt)
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'expire-nudge'") == 0)
        #expect(town.events.allSatisfy { $0.data.nudge?.text == nil })
    }

    @Test(
        "problem 23: shown at the session's start it waits for a turn; without one its time runs out, and that is told")
    func noTurn() throws {
        let first = try nudge()
        try town.send(NudgesDelivered(numbers: [first]), as: session)
        #expect(try state(first) == .delivered)
        try start()
        #expect(try state(first) == .turnStarted)
        try end()
        #expect(try state(first) == .acted)
        let second = try nudge()
        try town.send(NudgesDelivered(numbers: [second]), as: session)
        town.now = town.now.advanced(by: .seconds(1800))
        try town.fire(.expireNudge(second))
        #expect(try state(second) == .expired)
        let letters = try town.ask(MailInbox(), as: .mayor).mails
        #expect(letters.map(\.subject) == ["your nudge to \(assignment.agent) expired"])
        let body = try town.send(MailRead(id: letters[0].id), as: .mayor).mail.body ?? ""
        #expect(body.contains("no turn of it began") && body.contains("hurry"))
    }

    @Test("an agent without hooks can give no more evidence than that it was shown")
    func noHooks() throws {
        let number = try nudge()
        try town.send(NudgesDelivered(numbers: [number]), as: session)
        try town.fire(.expireNudge(number))
        try town.done(assignment)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness)
        #expect(try state(number) == .delivered)
        #expect(try town.ask(MailInbox(owner: .mayor)).mails.isEmpty)
    }

    @Test("handing in ends the turn; a session that ends in the middle of one has acted on nothing")
    func endings() throws {
        let first = try nudge()
        try start()
        try town.send(NudgesDelivered(numbers: [first]), as: session)
        try town.done(assignment)
        #expect(try state(first) == .acted)
        let other = try town.working(try town.bead())
        let second = try town.send(NudgeSend(to: other.agent, text: "look"), as: .mayor).nudge.number
        try town.send(TurnStart(incarnation: other.incarnation), as: .session(other))
        try town.send(NudgesDelivered(numbers: [second]), as: .session(other))
        try town.send(SessionEnded(incarnation: other.incarnation, exitStatus: 137), as: .witness)
        #expect(try state(second) == .expired)
        #expect(try town.ask(MailInbox(owner: .mayor)).mails.count == 1)
    }

    @Test("a stop is held once for each reason; what is new since holds another, and work that is handed in none")
    func stops() throws {
        func stop() throws -> String {
            try end(mayHold: true).holds.map(\.kind.rawValue).joined(separator: " ")
        }
        try start()
        #expect(try stop() == "work")
        #expect(try town.count("SELECT count(*) FROM turns WHERE ended_at IS NULL") == 1, "a held turn goes on")
        #expect(try stop() == "")
        #expect(try town.count("SELECT count(*) FROM turns WHERE ended_at IS NULL") == 0)
        try town.send(MailSend(to: [assignment.agent], subject: "a", body: ""))
        try town.send(MailSend(to: [assignment.agent], subject: "b", body: ""))
        let number = try nudge()
        #expect(try end().holds.isEmpty, "who was held before is let go")
        let reply = try end(mayHold: true)
        #expect(reply.holds.map(\.kind) == [.nudge, .mail])
        #expect(reply.news?.unread.map(\.subject) == ["b", "a"] && reply.news?.nudges.map(\.number) == [number])
        #expect(try stop() == "")
        try town.send(MailSend(to: [assignment.agent], subject: "c", body: ""))
        #expect(try stop() == "mail")
        #expect(try town.ask(NewsShow(), as: session).unreadCount == 3, "told of is not read")
        #expect(refusal { try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: true)) } == .forbidden)
        #expect(refusal { try town.send(TurnStart(incarnation: assignment.incarnation), as: .mayor) } == .forbidden)
    }

    @Test("news are the urgent letters first and bounded; the text of nudges is for sender and reader alone")
    func news() throws {
        for number in 1...8 { try town.send(MailSend(to: [assignment.agent], subject: "\(number)", body: "long")) }
        try town.send(MailSend(to: [assignment.agent], subject: "now", body: "", priority: .critical))
        try town.send(MailSend(to: [assignment.agent], subject: "9", body: ""))
        let numbers = try (1...7).map { _ in try nudge() }
        let news = try town.ask(NewsShow(), as: session)
        #expect(news.unread.map(\.subject) == ["now", "9", "8", "7", "6"] && news.unreadCount == 10)
        #expect(news.unread.allSatisfy { $0.body == nil })
        #expect(news.nudges.map(\.number) == Array(numbers.prefix(5)) && news.nudgeCount == 7)
        #expect(try town.ask(NewsShow(agent: assignment.agent)).nudges.allSatisfy { $0.text == nil })
        #expect(try town.ask(NudgeList(), as: .mayor).nudges.map(\.text) == Array(repeating: "hurry", count: 7))
        #expect(try town.ask(NudgeList(), as: nil).nudges.allSatisfy { $0.text == nil })
        try town.send(NudgesDelivered(numbers: Array(numbers.prefix(2))), as: session)
        try end()
        #expect(try town.ask(NudgeList()).nudges.count == 5)
        #expect(try town.ask(NudgeList(includeOver: true, limit: 3)).nudges.map(\.number) == [7, 6, 5])
        #expect(refusal { _ = try town.ask(NudgeShow(number: 99)) } == .notFound)
    }

    @Test("a broadcast is one nudge for each who has a session, and none for its sender; to nobody it is refused")
    func broadcast() throws {
        let other = try town.working(try town.bead())
        let polecats = AgentGroup.polecats(VerbTown.gastown)
        let dry = try town.send(NudgeBroadcast(group: polecats, text: "x", dryRun: true))
        #expect(dry.to.count == 2 && dry.nudges.isEmpty)
        #expect(try town.ask(NudgeList()).nudges.isEmpty)
        let reply = try town.send(NudgeBroadcast(group: .town, text: "main is red"))
        #expect(Set(reply.to) == [assignment.agent, other.agent] && reply.nudges.map(\.to) == reply.to)
        #expect(reply.absent > 0, "services and the mayor have no sessions")
        let own = try town.send(NudgeBroadcast(group: polecats, text: "y"), as: session)
        #expect(own.to == [other.agent])
        #expect(try town.ask(PrimeShow(), as: .session(other)).nudges.map(\.text) == ["main is red", "y"])
        #expect(refusal { try town.send(NudgeBroadcast(group: .overseer, text: "x")) } == .conflict)
        #expect(refusal { try town.send(NudgeBroadcast(group: .polecats(VerbTown.beads), text: "x")) } == .conflict)
        let nowhere = AgentGroup.rig(valid(RigName.self, "nowhere"))
        #expect(refusal { try town.send(NudgeBroadcast(group: nowhere, text: "x")) } == .notFound)
        #expect(
            refusal { try town.send(NudgeBroadcast(group: .town, text: "x", timeToLiveSeconds: 0)) } == .invalid)
    }

    @Test("a nudge names the way that it is to go, then the way that it went; its Witness is told what is to be typed")
    func channel() throws {
        let plain = try town.ask(NudgeShow(number: try nudge()), as: .mayor).nudge
        #expect(plain.channel == .hook && plain.mode == .whenIdle, "a script asks, or is not told")
        var typed = plain
        typed.channel = .pane
        try town.database.run(
            "UPDATE nudges SET value = ? WHERE number = ?", .text(JSONText.text(typed)), .int(plain.number))
        let waiting = try toType()
        #expect(waiting?.map(\.number) == [plain.number] && waiting?[0].text == nil)
        let witness = Speaker(actor: .witness(VerbTown.gastown), role: .witness(VerbTown.gastown))
        for _ in 1...2 { try town.send(NudgesHeld(numbers: [plain.number], reason: "it is busy"), as: witness) }
        #expect(try town.ask(NudgeShow(number: plain.number)).nudge.held == "it is busy")
        #expect(town.events.count { $0.kind == .nudgeHeld } == 1, "said twice it is one word")
        let other = Speaker(actor: .witness(VerbTown.beads), role: .witness(VerbTown.beads))
        #expect(refusal { try town.send(NudgesHeld(numbers: [plain.number], reason: "x"), as: other) } == .forbidden)
        try town.send(NudgesDelivered(numbers: [plain.number], channel: .pane), as: session)
        #expect(try town.ask(NudgeShow(number: plain.number)).nudge.held == nil)
        #expect(try town.ask(NudgeShow(number: plain.number)).nudge.channel == .pane)
        #expect(try state(plain.number) == .delivered)
        #expect(try toType() == nil)
    }

    private func toType() throws -> [Nudge]? {
        var found: [Nudge]?
        _ = try town.change(.mayor) { (work) throws(LedgerError) in
            found = try work.nudgesToType(in: VerbTown.gastown)
            return []
        }
        return found
    }
}
