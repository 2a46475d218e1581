import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Letters that are put away, marked, deleted and drained")
struct MailKeepingTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @discardableResult
    private func letter(
        _ subject: String, to: Address = .mayor, _ priority: Priority = .normal, type: MailType? = nil,
        as speaker: Speaker = .overseer
    ) throws -> BeadID {
        try town.send(MailSend(to: [to], subject: subject, body: "x", priority: priority, type: type), as: speaker).mail
            .id
    }

    private func subjects(
        _ folder: LetterFolder? = nil, unread: Bool = false, of owner: Address = .mayor
    ) throws -> [String] {
        try town.ask(MailInbox(owner: owner, unreadOnly: unread, folder: folder)).mails.map(\.subject)
    }

    @Test("what is put away is in no inbox and no news, can be read, comes back to its place, and twice is once")
    func archive() throws {
        let first = try letter("a")
        let second = try letter("b")
        let reply = try town.send(MailArchive(ids: [first, first]), as: .mayor)
        #expect(reply == LettersChanged(ids: [first], unreadCount: 1))
        #expect(try subjects() == ["b"] && subjects(.archived) == ["a"] && subjects(.all) == ["b", "a"])
        #expect(try town.ask(NewsShow(), as: .mayor).unread.map(\.id) == [second])
        #expect(try town.ask(MailInbox(owner: .mayor, folder: .archived)).mails.first?.archivedAt == town.now)
        town.now = town.now.advanced(by: .seconds(5))
        #expect(try town.send(MailArchive(ids: [first]), as: .mayor).ids.isEmpty)
        let read = try town.send(MailRead(id: first), as: .mayor).mail
        #expect(read.body == "x" && read.archivedAt == town.now.advanced(by: .seconds(-5)) && read.readAt == town.now)
        #expect(try town.send(MailUnarchive(ids: [first]), as: .mayor).ids == [first])
        #expect(try town.send(MailUnarchive(ids: [first]), as: .mayor).ids.isEmpty)
        #expect(try subjects() == ["b", "a"] && subjects(.archived).isEmpty)
        #expect(try subjects(of: .overseer).isEmpty, "what its reader does to a copy is nothing to its writer")
    }

    @Test("one letter that is not in the inbox refuses all that are named, by its name")
    func others() throws {
        let own = try letter("a")
        let other = try letter("b", to: .deacon)
        func refused(_ body: () throws -> Void) -> WireError? {
            do {
                try body()
                return nil
            } catch {
                return error as? WireError
            }
        }
        let errors = [
            refused { try town.send(MailArchive(ids: [own, other]), as: .mayor) },
            refused { try town.send(MailUnarchive(ids: [own, other]), as: .mayor) },
            refused { try town.send(MailMark(ids: [own, other], isRead: true), as: .mayor) },
            refused { try town.send(MailDelete(ids: [own, other]), as: .mayor) },
        ]
        for error in errors {
            #expect(error?.code == .notFound && error?.message.contains(other.text) == true)
            #expect(error?.message.contains(own.text) == false)
        }
        #expect(try subjects(unread: true) == ["a"] && subjects(of: .deacon) == ["b"])
        #expect(refusal { try town.send(MailArchive(), as: .mayor) } == .invalid)
        #expect(refusal { try town.send(MailDelete(ids: []), as: .mayor) } == .invalid)
        let both = MailArchive(ids: [own], selection: LetterSelection())
        #expect(refusal { try town.send(both, as: .mayor) } == .invalid)
        let many = (0...BeadLimits.lettersPerCommandMax).map { valid(BeadID.self, "hq-msg-\($0)") }
        #expect(refusal { try town.send(MailArchive(ids: many), as: .mayor) } == .tooLarge)
    }

    @Test("what is read or old is put away by what it is, and what is young and unread stays")
    func selection() throws {
        let read = try letter("read")
        try letter("unread")
        try town.send(MailRead(id: read), as: .mayor)
        town.now = town.now.advanced(by: .seconds(3600))
        let late = try letter("late")
        try town.send(MailRead(id: late), as: .mayor)
        func put(_ selection: LetterSelection) throws -> Int {
            try town.send(MailArchive(selection: selection), as: .mayor).ids.count
        }
        #expect(try put(LetterSelection(isRead: true, olderThanSeconds: 3600)) == 1)
        #expect(try subjects(.archived) == ["read"])
        #expect(try put(LetterSelection(isRead: true)) == 1)
        #expect(try subjects() == ["unread"])
        #expect(try put(LetterSelection(olderThanSeconds: 3601)) == 0)
        #expect(try put(LetterSelection(olderThanSeconds: 3600)) == 1)
        #expect(try subjects().isEmpty && subjects(.all) == ["late", "unread", "read"])
        #expect(refusal { _ = try put(LetterSelection(olderThanSeconds: 0)) } == .invalid)
        #expect(refusal { _ = try put(LetterSelection(olderThanSeconds: .max)) } == .invalid)
    }

    @Test("a selection is changed so many at once, and says whether there are more")
    func batches() throws {
        for number in 0...BeadLimits.lettersPerCommandMax { try letter("\(number)") }
        let all = MailMark(isRead: true, selection: LetterSelection())
        let first = try town.send(all, as: .mayor)
        #expect(first.ids.count == BeadLimits.lettersPerCommandMax && first.more && first.unreadCount == 1)
        #expect(try subjects(unread: true) == ["\(BeadLimits.lettersPerCommandMax)"])
        let second = try town.send(all, as: .mayor)
        #expect(second.ids.count == 1 && !second.more && second.unreadCount == 0)
        #expect(try town.send(all, as: .mayor) == LettersChanged(ids: [], unreadCount: 0))
    }

    @Test("a letter is marked read without being opened, and unread it is as new as before")
    func mark() throws {
        let id = try letter("a")
        #expect(try town.send(MailMark(ids: [id], isRead: true), as: .mayor).unreadCount == 0)
        let moment = try town.ask(MailInbox(owner: .mayor)).mails.first?.readAt
        #expect(moment == town.now)
        town.now = town.now.advanced(by: .seconds(1))
        #expect(try town.send(MailMark(ids: [id], isRead: true), as: .mayor).ids.isEmpty)
        #expect(try town.ask(MailInbox(owner: .mayor)).mails.first?.readAt == moment)
        #expect(try town.send(MailMark(ids: [id], isRead: false), as: .mayor).unreadCount == 1)
        #expect(try town.ask(NewsShow(), as: .mayor).unread.map(\.id) == [id])
    }

    @Test("a letter is deleted from one inbox: its writer answers it still, and its other readers have it")
    func delete() throws {
        let id = try town.send(MailSend(to: [.mayor, .deacon], subject: "a", body: "")).mail.id
        #expect(try town.send(MailDelete(ids: [id]), as: .mayor).ids == [id])
        #expect(try subjects(.all).isEmpty && subjects(of: .deacon) == ["a"])
        #expect(refusal { try town.send(MailRead(id: id), as: .mayor) } == .notFound)
        #expect(refusal { try town.send(MailDelete(ids: [id]), as: .mayor) } == .notFound)
        let answer = MailSend(to: [], subject: "", body: "", replyTo: id)
        #expect(refusal { try town.send(answer, as: .mayor) } == .notFound)
        #expect(try town.send(answer).mail.to == [.deacon, .mayor])
        #expect(try town.ask(MailThread(id: id)).mails.count == 2)
    }

    @Test("old notifications go; what somebody may wait for stays and is counted by why; a dry run does nothing")
    func drain() throws {
        try letter("kept 1", .critical)
        try letter("kept 2", .high, type: .notification)
        try letter("kept 3", type: .task)
        try letter("kept 4", .low, type: .escalation)
        try letter("🤝 HANDOFF: web")
        try letter("Help: the disk")
        let asked = try letter("asked", to: .overseer, as: .mayor)
        try town.send(MailSend(to: [], subject: "", body: "", replyTo: asked))
        let plain = try letter("plain")
        try letter("told", .low, type: .notification)
        try town.send(MailRead(id: try letter("read")), as: .mayor)
        town.now = town.now.advanced(by: .seconds(1800))
        try letter("young")
        let kept = [
            KeptLetters(reason: .urgent, count: 2), KeptLetters(reason: .asks, count: 2),
            KeptLetters(reason: .reply, count: 1), KeptLetters(reason: .handoff, count: 2),
        ]
        let dry = try town.send(MailDrain(olderThanSeconds: 1800, dryRun: true), as: .mayor)
        #expect(dry == DrainReply(archived: 2, kept: kept))
        #expect(try subjects(.archived).isEmpty)
        #expect(try town.send(MailDrain(olderThanSeconds: 1801), as: .mayor) == DrainReply(archived: 0, kept: []))
        #expect(try town.send(MailDrain(olderThanSeconds: 1800), as: .mayor) == DrainReply(archived: 2, kept: kept))
        #expect(try subjects(.archived) == ["told", "plain"])
        #expect(try town.send(MailDrain(olderThanSeconds: 1800), as: .mayor) == DrainReply(archived: 0, kept: kept))
        #expect(try subjects().contains("young") && subjects().contains("read"))
        #expect(try town.send(MailRead(id: plain), as: .mayor).mail.archivedAt != nil)
    }

    @Test("a drain goes on after what it kept, so that every letter is looked at once")
    func drainInPieces() throws {
        let most = BeadLimits.lettersPerCommandMax
        for number in 0..<most { try letter("\(number)", number % 2 == 0 ? .high : .normal) }
        try letter("last")
        town.now = town.now.advanced(by: .seconds(60))
        let first = try town.send(MailDrain(olderThanSeconds: 60), as: .mayor)
        #expect(first.archived == most / 2 && first.kept == [KeptLetters(reason: .urgent, count: most / 2)])
        let second = try town.send(MailDrain(olderThanSeconds: 60, after: first.next), as: .mayor)
        #expect(second == DrainReply(archived: 1, kept: []))
    }
}
