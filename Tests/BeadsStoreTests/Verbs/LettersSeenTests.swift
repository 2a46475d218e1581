import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Letters are news until a turn that had them before it has ended")
struct LettersSeenTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    /// A session of the Mayor's agent: the next one is of the same agent.
    private func session() throws -> Speaker {
        let resident = try town.send(AgentStart(agent: .mayor, preset: "script")).resident
        let incarnation = try #require(resident.run?.incarnation)
        try town.send(AgentFurnished(incarnation: incarnation, key: "key-\(incarnation)"), as: .mayor)
        try town.send(SessionStarted(incarnation: incarnation, shim: .test), as: .mayor)
        return Speaker(actor: .mayor, session: incarnation)
    }

    private func kill(_ session: Speaker) throws {
        try town.send(SessionEnded(incarnation: try #require(session.session), exitStatus: 137), as: .mayor)
    }

    @discardableResult
    private func letter(_ subject: String, _ priority: Priority = .normal, to: Address = .mayor) throws -> BeadID {
        try town.send(MailSend(to: [to], subject: subject, body: "", priority: priority)).mail.id
    }

    /// The subjects of what a prompt is shown, and that it was printed.
    @discardableResult
    private func prompt(_ session: Speaker, isPrinted: Bool = true) throws -> [String] {
        let news = try town.send(TurnStart(incarnation: try #require(session.session)), as: session)
        if isPrinted { try town.send(LettersShown(ids: news.unread.map(\.id)), as: session) }
        return news.unread.map(\.subject)
    }

    private func end(_ session: Speaker, mayHold: Bool = false, refusal: TurnRefusal? = nil) throws {
        try town.send(
            TurnEnd(incarnation: try #require(session.session), mayHold: mayHold, refusal: refusal), as: session)
    }

    @Test("shown in a turn that has ended it is no news, stays unread and is counted; what came after is news")
    func seen() throws {
        let session = try session()
        try letter("a")
        #expect(try prompt(session) == ["a"])
        try end(session)
        try letter("b")
        let news = try town.ask(NewsShow(), as: session)
        #expect(news.unread.map(\.subject) == ["b"] && news.unreadCount == 2 && news.letters?.count == 1)
        #expect(try prompt(session) == ["b"])
        try end(session)
        #expect(try prompt(session) == [])
        #expect(try town.ask(MailInbox(unreadOnly: true), as: session).mails.count == 2)
        try kill(session)
        #expect(try prompt(try self.session()) == [], "the next session goes on from there")
    }

    @Test("a session that is killed before its turn has ended has seen nothing: the next one is shown it")
    func killed() throws {
        let first = try session()
        try letter("a")
        #expect(try prompt(first) == ["a"])
        try kill(first)
        let second = try session()
        #expect(try prompt(second) == ["a"])
        try end(second)
        #expect(try prompt(second) == [])
    }

    @Test("a turn that is refused, or whose end nobody told, has shown nothing")
    func refused() throws {
        let session = try session()
        try letter("a")
        #expect(try prompt(session) == ["a"])
        try end(session, refusal: TurnRefusal(words: "overloaded"))
        #expect(try prompt(session) == ["a"])
        #expect(try prompt(session) == ["a"], "its hook for the end did not run")
        // More urgent ones take its place: what was not printed in the turn that ends was not seen by it.
        for number in 1...5 { try letter("now \(number)", .critical) }
        #expect(try prompt(session).allSatisfy { $0.hasPrefix("now") })
        try end(session)
        #expect(try prompt(session) == ["a"])
        try end(session)
        #expect(try prompt(session) == [])
    }

    @Test("what was not printed was not shown, and what is shown between turns is not seen")
    func unprinted() throws {
        let session = try session()
        let id = try letter("a")
        try town.send(LettersShown(ids: [id]), as: session)
        try prompt(session, isPrinted: false)
        try end(session)
        #expect(try prompt(session) == ["a"])
        #expect(refusal { try town.send(LettersShown(ids: [id]), as: .mayor) } == .forbidden)
        let many = (0...MailLimits.verboseMailsMax).map { valid(BeadID.self, "hq-\($0)") }
        #expect(refusal { try town.send(LettersShown(ids: many), as: session) } == .tooLarge)
    }

    @Test("a turn that is held goes on: only its own end makes letters seen; handing work in ends it too")
    func held() throws {
        let work = try town.working(try town.bead())
        let session = Speaker.session(work)
        try letter("a", to: work.agent)
        #expect(try prompt(session) == ["a"])
        try end(session, mayHold: true)
        #expect(try town.ask(NewsShow(), as: session).unread.map(\.subject) == ["a"])
        try town.done(work)
        let news = try town.ask(NewsShow(agent: work.agent))
        #expect(news.unread.isEmpty && news.unreadCount == 1)
    }

    @Test("an agent that tells of no turns has seen nothing, whatever it was shown")
    func noHooks() throws {
        let work = try town.working(try town.bead())
        let id = try letter("a", to: work.agent)
        try town.send(LettersShown(ids: [id]), as: .session(work))
        try town.done(work)
        #expect(try town.ask(NewsShow(agent: work.agent)).unread.map(\.subject) == ["a"])
    }

    @Test("an urgent letter is shown before any number of others, and the rest is numbers by urgency and writer")
    func numbers() throws {
        let session = try session()
        try letter("urgent", .critical)
        for number in 1...60 { try letter("\(number)", number % 2 == 0 ? .normal : .low) }
        let polecat = try town.working(try town.bead())
        try town.send(MailSend(to: [.mayor], subject: "done?", body: ""), as: .session(polecat))
        let news = try town.ask(NewsShow(), as: session)
        #expect(news.unread.map(\.subject) == ["urgent", "done?", "60", "58", "56"])
        #expect(
            news.letters?.urgencies.map { "\($0.count) P\($0.priority.rawValue)" } == ["1 P0", "31 P2", "30 P3"])
        #expect(
            news.letters?.writers == [
                WriterCount(writer: .overseer, count: 61), WriterCount(writer: .polecats, count: 1),
            ])
        try prompt(session)
        try end(session)
        #expect(try town.ask(NewsShow(), as: session).letters?.count == 57)
    }
}
