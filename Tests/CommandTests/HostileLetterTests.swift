import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// The same texts on the ways by which letters come to a person's screen.
@Suite struct HostileLetterTests {
    private static let screen = Screen(colour: false, columns: nil, now: Timestamp(milliseconds: 0))

    @Test(
        "a hostile subject and text: an inbox, a search and a thread have the lines that they have with a harmless one",
        arguments: HostileText.all)
    func hostile(_ hostile: HostileText) throws {
        let (shown, plain) = (try Self.shown(hostile.text), try Self.shown(HostileText.harmless.text))
        #expect(Self.lines(shown.inbox) == Self.lines(plain.inbox) && Self.lines(plain.inbox) == 4)
        #expect(Self.lines(shown.found) == Self.lines(plain.found) && Self.lines(plain.found) == 3)
        #expect(Self.heads(shown.thread) == Self.heads(plain.thread) && Self.heads(plain.thread).count > 15)
        for text in [shown.inbox, shown.found, shown.thread] {
            let bad = text.unicodeScalars.filter { scalar in
                switch scalar.value {
                case 0x0A: false
                case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
                    0xE0000...0xE0FFF:
                    true
                default: false
                }
            }
            #expect(bad.isEmpty)
        }
    }

    private static func lines(_ text: String) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).count
    }

    /// What a thread says of its letters by itself: what was written in them is set in, so that no text looks like a head.
    private static func heads(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(" ") && !$0.hasPrefix("subject") }
            .map { $0.replacing(/hq-msg-[a-z0-9]+/, with: "ID") }
    }

    /// What the overseer is shown where this was written as a subject, as a text, and as an answer's text.
    private static func shown(_ text: String) throws -> (inbox: String, found: String, thread: String) {
        let ledger = try MemoryLedger()
        var first: BeadID?
        _ = try HostilePrimeTests.accepted(text) {
            first = try ledger.send(MailSend(to: [.overseer], subject: $0, body: "x")).mail.id
        }
        let answered = try #require(first)
        _ = try HostilePrimeTests.accepted(text) {
            try ledger.send(MailSend(to: [.overseer], subject: "x", body: $0, replyTo: answered))
        }
        _ = try HostilePrimeTests.accepted(text) {
            try ledger.send(MailSend(to: [.overseer], subject: "y", body: $0, replyTo: answered))
        }
        let key = MemoryLedger.key(of: .overseer)
        let page = try ledger.ask(MailInbox(), key: key)
        let found = try ledger.ask(MailSearch(words: [], from: .overseer), key: key)
        // Looked for by itself it is found wherever the store took it, and is nothing but text.
        let word = text.beginning(100)
        let itself = try ledger.ask(MailSearch(words: [word.isEmpty ? "x" : word]), key: key)
        #expect(itself.mails.count <= 3)
        var letters: [Mail] = []
        var after: BeadID?
        repeat {
            let next = try ledger.ask(MailThread(id: answered, after: after), key: key)
            letters += next.mails
            after = next.next
        } while after != nil
        return (
            MailText.inbox(page, InboxView(), screen), MailText.found(found, screen),
            MailText.thread(MailThreadPage(thread: answered, mails: letters), screen)
        )
    }
}
