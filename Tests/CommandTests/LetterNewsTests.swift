import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

@Suite("What agents and people are told of letters in passing")
struct LetterNewsTests {
    @Test("the first few by their subjects, the rest in numbers, what was seen before in one line beside it")
    func text() throws {
        let mail = Mail(
            id: try #require(BeadID("hq-msg-1")), from: .mayor, to: [.deacon], subject: "now", priority: .critical,
            sentAt: Timestamp(milliseconds: 0))
        var news = News(agent: .deacon, unread: [mail], unreadCount: 10, nudges: [], nudgeCount: 0)
        news.letters = NewLetters(
            count: 7, urgencies: [UrgencyCount(priority: .critical, count: 1), UrgencyCount(priority: .low, count: 6)],
            writers: [WriterCount(writer: .mayor, count: 2), WriterCount(writer: .polecats, count: 5)])
        #expect(
            NewsText(news: news).text == """
                7 unread letters (1 urgent, 6 low; 2 of mayor, 5 of polecats), gt mail read <id> shows one, 1 of them \
                (1 line of data, each beginning with |):
                | hq-msg-1 from mayor/ (urgent): now
                3 older unread letters: gt mail inbox -u
                """)
        news.letters = NewLetters(count: 0)
        news.unread = []
        #expect(NewsText(news: news).text == nil, "what was before it already costs no words")
        news.stopped = "a leak"
        #expect(NewsText(news: news).lines.last == "10 older unread letters: gt mail inbox -u")
        news = News(agent: .deacon, unread: [mail], unreadCount: 1, nudges: [], nudgeCount: 0)
        #expect(NewsText(news: news).lines.count == 2, "from a store that does not count them")
    }

    @Test("the hooks of a session: printed until a turn with it has ended, not when that was refused or never told")
    func hooks() async throws {
        let town = try TestTown()
        try town.open()
        let session = try SessionHooks(town)
        let agent = session.assignment.agent
        let id = try town.with { try $0.send(MailSend(to: [agent], subject: "the hinge", body: "")).mail.id }
        func prompt() async throws -> String { try await session.gt("mail check --inject").outputText }
        #expect(try await prompt().contains("| \(id) from overseer: the hinge"))
        #expect(try await prompt().contains("the hinge"), "nobody told of that turn's end")
        _ = try await session.gt("signal refused", input: #"{"error":"overloaded"}"#)
        #expect(try await prompt().contains("the hinge"), "a turn that was refused")
        let held = try await session.gt("signal stop", input: #"{"stop_hook_active":false}"#)
        #expect(held.outputText.contains("the hinge"), "\(held.outputText)")
        _ = try await session.gt("signal stop", input: #"{"stop_hook_active":true}"#)
        #expect(try await prompt().isEmpty)
        #expect(try await session.gt("mail check").ending == .exited(0), "it is unread")
        try town.with { _ = try $0.send(MailSend(to: [agent], subject: "the lock", body: "")) }
        let next = try await prompt()
        #expect(next.contains("the lock") && !next.contains("the hinge"))
        #expect(next.hasSuffix("1 older unread letter: gt mail inbox -u\n"), "\(next)")
    }

    @Test("a person at a terminal is told once for each newest letter, and nobody else")
    func banner() throws {
        let screen = Screen(colour: false, columns: 80, now: Timestamp(milliseconds: 0))
        let mail = Mail(
            id: try #require(BeadID("hq-msg-1")), from: .mayor, to: [.overseer], subject: "x",
            sentAt: Timestamp(milliseconds: 0))
        let page = MailPage(owner: .overseer, mails: [mail], unreadCount: 2, urgentCount: 1)
        #expect(LetterBanner.line(page, told: nil, screen) == "✉ 2 unread letters, 1 urgent: gt mail inbox")
        #expect(LetterBanner.line(page, told: "hq-msg-0", screen) != nil)
        #expect(LetterBanner.line(page, told: "hq-msg-1", screen) == nil)
        #expect(LetterBanner.line(MailPage(owner: .overseer, mails: [], unreadCount: 0), told: nil, screen) == nil)
        #expect(LetterBanner.words(1, urgent: 0) == "1 unread letter: gt mail inbox")

        let person = Surroundings(directory: "/") { _ in nil }
        let session = Surroundings(directory: "/") { $0 == "GT_SESSION_DIR" ? "/town/.gt/sessions/s1" : nil }
        func isWanted(
            _ command: any TownCommand.Type = RigListCommand.self, json: Bool = false,
            by surroundings: Surroundings? = nil,
            isTerminal: Bool = true
        ) -> Bool {
            LetterBanner.isWanted(
                after: command, GlobalOptions(json: json, noColor: false), surroundings ?? person,
                isTerminal: isTerminal)
        }
        #expect(isWanted())
        #expect(!isWanted(isTerminal: false) && !isWanted(json: true) && !isWanted(by: session))
        #expect(!isWanted(StatusCommand.self) && !isWanted(BeadReadyCommand.self) && !isWanted(MailInboxCommand.self))
    }
}
