import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// What a session leaves for the next one.
@Suite struct HandoffVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func leave(_ subject: String, _ text: String = "", as assignment: Assignment) throws -> Handoff {
        try town.send(HandoffWrite(subject: subject, text: text), as: .session(assignment)).handoff
    }

    private func seen(by assignment: Assignment) throws -> Handoff? {
        try town.ask(PrimeShow(), as: .session(assignment)).handoff
    }

    /// The session ends without a result; another polecat takes the work up.
    private func successor(of assignment: Assignment) throws -> Assignment {
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 137), as: .witness)
        try town.send(AssignmentReturn(number: assignment.number, reason: "it ended"), as: .witness)
        // Who dies soon after its start, again and again, rests in between.
        town.now = town.now.advanced(by: .seconds(60))
        let next = try town.claim(assignment.bead)
        try town.run(next)
        return next
    }

    @Test("problem 9: one record, the last one, shown to every successor until one has acted on it, and then to nobody")
    func problem9() throws {
        let first = try town.working(try town.bead())
        _ = try leave("an older note", as: first)
        let note = try leave("half done", "the hinge is next", as: first)
        #expect(note.bead == first.bead && note.from == first.agent && note.session == first.incarnation)
        // Somebody else's session, of whatever name, has nothing to do with it.
        let stranger = try town.working(try town.bead("another"))
        #expect(try seen(by: stranger) == nil)
        let second = try successor(of: first)
        #expect(try seen(by: second)?.subject == "half done")
        try town.send(HandoffShown(number: note.number), as: .session(second))
        // It died before it did anything: the next one is told too.
        let third = try successor(of: second)
        #expect(try seen(by: third)?.number == note.number)
        try town.send(HandoffShown(number: note.number), as: .session(third))
        try town.done(third, .deferred, message: "for today")
        try town.fire(.undefer(first.bead))
        let fourth = try town.working(first.bead)
        #expect(try seen(by: fourth) == nil)
        // No letter, and all of it in the history.
        #expect(try town.ask(MailInbox(owner: first.agent)).mails.isEmpty)
        let told = town.events.filter { [.handoffWritten, .handoffTaken].contains($0.kind) }
        #expect(told.map(\.data.handoff?.subject) == ["an older note", "half done", "half done"])
        #expect(told.map(\.kind) == [.handoffWritten, .handoffWritten, .handoffTaken])
    }

    @Test("the writer's own turns take nothing away; finished work does")
    func writer() throws {
        let first = try town.working(try town.bead())
        let note = try leave("to go on", as: first)
        #expect(try seen(by: first)?.number == note.number)
        try town.send(HandoffShown(number: note.number), as: .session(first))
        #expect(try seen(by: first)?.shownTo == nil)
        try town.done(first, .deferred, message: "for today")
        #expect(!town.events.contains { $0.kind == .handoffTaken })
        try town.fire(.undefer(first.bead))
        let second = try town.working(first.bead)
        #expect(try seen(by: second)?.number == note.number)
        try town.done(second)
        #expect(town.events.contains { $0.kind == .handoffTaken })
    }

    @Test("only a session leaves a note, for its own work, in one line and a few words")
    func refused() throws {
        let first = try town.working(try town.bead())
        let other = try town.bead("another")
        let own = Speaker.session(first)
        #expect(refusal { try town.send(HandoffWrite(subject: "x", text: "")) } == .forbidden)
        #expect(refusal { try town.send(HandoffShown(number: 1)) } == .forbidden)
        #expect(refusal { try town.send(HandoffWrite(subject: "x", text: "", bead: other), as: own) } == .conflict)
        #expect(refusal { try town.send(HandoffWrite(subject: "x", text: "", bead: first.bead), as: own) } == nil)
        #expect(refusal { try town.send(HandoffWrite(subject: " ", text: ""), as: own) } == .invalid)
        #expect(refusal { try town.send(HandoffWrite(subject: "a\u{1B}b", text: ""), as: own) } == .invalid)
        let long = String(repeating: "x", count: Handoff.textBytesMax + 1)
        #expect(refusal { try town.send(HandoffWrite(subject: "x", text: long), as: own) } == .tooLarge)
        try town.done(first)
        #expect(refusal { try town.send(HandoffWrite(subject: "x", text: ""), as: own) } == .conflict)
    }

    @Test("problem 29: being shown a letter is not reading it: it comes again until it was read")
    func problem29() throws {
        let first = try town.working(try town.bead())
        let mail = try town.send(MailSend(to: [first.agent], subject: "important", body: "read me")).mail
        for _ in 0..<3 {
            let prime = try town.ask(PrimeShow(), as: .session(first))
            #expect(prime.unread.map(\.id) == [mail.id] && prime.unread[0].body == "read me")
        }
        try town.send(MailRead(id: mail.id), as: .session(first))
        #expect(try town.ask(PrimeShow(), as: .session(first)).unreadCount == 0)
    }

    @Test("problem 28: what a session is shown of its letters stays small, however many and long they are")
    func problem28() throws {
        let first = try town.working(try town.bead())
        for number in 0..<86 {
            try town.send(
                MailSend(to: [first.agent], subject: "letter \(number)", body: String(repeating: "y", count: 10_000)))
        }
        let prime = try town.ask(PrimeShow(), as: .session(first))
        #expect(prime.unreadCount == 86 && prime.unread.count == BeadLimits.primeMailsMax)
        #expect(prime.unread.allSatisfy { $0.body?.utf8.count == BeadLimits.primeBodyBytesMax })
        #expect(prime.bodyBytes == Dictionary(uniqueKeysWithValues: prime.unread.map { ($0.id, 10_000) }))
        #expect(JSONText.encode(prime).count < 16_000)
    }

    @Test("a session is told its process, its role and when its work is done, in the same answer")
    func briefing() throws {
        let bead = try town.send(
            BeadCreate(
                rig: VerbTown.gastown, title: "a task", fields: ["acceptance_criteria": "\"it opens\""])
        ).bead.id
        let first = try town.working(bead)
        let prime = try town.ask(PrimeShow(), as: .session(first))
        #expect(prime.session?.incarnation == first.incarnation && prime.session?.shim == .test)
        #expect(prime.role?.role == .polecat && prime.role?.text == RoleText.polecat.text)
        #expect(prime.acceptance == "it opens" && prime.handoff == nil)
        #expect(try town.ask(PrimeShow(agent: .overseer)).role == nil)
    }
}
