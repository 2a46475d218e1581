import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Inboxes in pages, threads, and letters found by their words")
struct LetterListTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @discardableResult
    private func letter(
        _ subject: String, _ body: String = "", to: Address = .mayor, as speaker: Speaker = .overseer
    ) throws -> BeadID {
        try town.send(MailSend(to: [to], subject: subject, body: body), as: speaker).mail.id
    }

    @Test("pages follow each other without a gap, in each folder, and know how many there are")
    func pages() throws {
        let ids = try (1...7).map { try letter("\($0)") }
        try letter("another's", to: .deacon)
        try town.send(MailArchive(ids: [ids[1], ids[4], ids[5]]), as: .mayor)
        try town.send(MailRead(id: ids[6]), as: .mayor)
        func walk(_ folder: LetterFolder?, unread: Bool = false, of total: Int) throws -> [[String]] {
            var pages: [[String]] = []
            var before: BeadID?
            repeat {
                let page = try town.ask(
                    MailInbox(unreadOnly: unread, limit: 2, folder: folder, before: before), as: .mayor)
                #expect(page.unreadCount == 3)
                pages.append(page.mails.map(\.subject))
                #expect(page.total == total)
                before = page.next
            } while before != nil
            return pages
        }
        #expect(try walk(nil, of: 4) == [["7", "4"], ["3", "1"]])
        #expect(try walk(nil, unread: true, of: 3) == [["4", "3"], ["1"]])
        #expect(try walk(.archived, of: 3) == [["6", "5"], ["2"]])
        #expect(try walk(.all, of: 7) == [["7", "6"], ["5", "4"], ["3", "2"], ["1"]])
        #expect(try walk(.all, unread: true, of: 6) == [["6", "5"], ["4", "3"], ["2", "1"]])
        let strange = MailInbox(before: valid(BeadID.self, "hq-none"))
        #expect(refusal { _ = try town.ask(strange, as: .mayor) } == .notFound)
    }

    @Test("a thread is what its reader got or wrote of it, oldest first, with bodies; nothing is read by it")
    func thread() throws {
        let first = try letter("Friday", "one")
        let second = try town.send(MailSend(to: [], subject: "", body: "two", replyTo: first), as: .mayor).mail.id
        let aside = try town.send(
            MailSend(to: [.deacon], subject: "aside", body: "three", replyTo: second), as: .mayor
        ).mail.id
        try town.send(MailSend(to: [], subject: "", body: "four", replyTo: second))
        func bodies(_ id: BeadID, as speaker: Speaker) throws -> [String?] {
            let page = try town.ask(MailThread(id: id), as: speaker)
            #expect(page.thread == first && page.next == nil)
            return page.mails.map(\.body)
        }
        #expect(try bodies(second, as: .mayor) == ["one", "two", "three", "four"])
        #expect(try bodies(first, as: .overseer) == ["one", "two", "four"])
        let deacon = Speaker(actor: .deacon, role: .deacon)
        #expect(try bodies(aside, as: deacon) == ["three"])
        #expect(refusal { _ = try town.ask(MailThread(id: first), as: deacon) } == .notFound)
        #expect(refusal { _ = try town.ask(MailThread(id: first), as: nil) } == .invalid)
        #expect(try town.ask(MailInbox(), as: .mayor).unreadCount == 2)
        let page = try town.ask(MailThread(id: first, limit: 3), as: .mayor)
        #expect(page.mails.count == 3 && page.next == aside)
        let rest = try town.ask(MailThread(id: first, limit: 3, after: aside), as: .mayor)
        #expect(rest.mails.map(\.body) == ["four"] && rest.next == nil)
    }

    @Test("words are found in capitals or not, in subject or body, in what one got and wrote, and mean themselves")
    func search() throws {
        let rate = try letter("The RATE is 5%", "of the äpfel_kuchen")
        try letter("The rate is 55", "of the ÄPFELKUCHEN")
        let own = try letter("mine", "rate", to: .deacon, as: .mayor)
        try letter("others", "rate", to: .deacon)
        try letter("to myself: rate", to: .mayor, as: .mayor)
        func find(
            _ words: String..., from: Address? = nil, part: LetterPart? = nil, folder: LetterFolder? = nil
        ) throws -> [String] {
            let found = try town.ask(MailSearch(words: words, from: from, part: part, folder: folder), as: .mayor)
            #expect(found.next == nil && found.mails.allSatisfy { $0.body == nil })
            return found.mails.map(\.subject)
        }
        #expect(try find("rate") == ["to myself: rate", "mine", "The rate is 55", "The RATE is 5%"])
        #expect(try find("5%") == ["The RATE is 5%"])
        #expect(try find("l_k") == ["The RATE is 5%"])
        #expect(try find("Äpfel", "RATE") == ["The rate is 55", "The RATE is 5%"])
        #expect(try find("rate", part: .body) == ["mine"])
        #expect(try find("rate", from: .overseer, part: .subject) == ["The rate is 55", "The RATE is 5%"])
        #expect(try find(from: .mayor) == ["to myself: rate", "mine"])
        #expect(try find("ate rat") == [])
        try town.send(MailArchive(ids: [rate]), as: .mayor)
        #expect(try find("5%") == [] && find("5%", folder: .archived) == ["The RATE is 5%"])
        #expect(try find("5%", folder: .all) == ["The RATE is 5%"])
        #expect(try find("rate", folder: .archived) == ["The RATE is 5%"])
        #expect(try town.ask(MailSearch(words: ["rate"]), as: .overseer).mails.count == 3, "what is put away there")
        #expect(refusal { _ = try town.ask(MailSearch(words: []), as: .mayor) } == .invalid)
        #expect(refusal { _ = try town.ask(MailSearch(words: [""]), as: .mayor) } == .invalid)
        #expect(refusal { _ = try town.ask(MailSearch(words: ["x"]), as: nil) } == .invalid)
        #expect(try town.ask(MailThread(id: own), as: .mayor).mails.count == 1)
    }

    @Test("a search looks through so many letters at once, and goes on where it ended")
    func longSearch() throws {
        let piece = BeadLimits.searchPieceLetters
        try letter("needle 1")
        for number in 0..<(BeadLimits.searchLettersMax + piece) { try letter("hay \(number)") }
        try letter("needle 2")
        try letter("needle 3")
        let two = try town.ask(MailSearch(words: ["needle"], limit: 1), as: .mayor)
        #expect(two.mails.map(\.subject) == ["needle 3"])
        var found: [String] = []
        var (before, questions): (Int64?, Int) = (two.next, 0)
        while let next = before {
            let page = try town.ask(MailSearch(words: ["needle"], limit: 5, before: next), as: .mayor)
            found += page.mails.map(\.subject)
            (before, questions) = (page.next, questions + 1)
        }
        #expect(found == ["needle 2", "needle 1"] && questions == 2)
    }

    @Test("letters to oneself are found once each, wherever a piece of the search ends", arguments: [0, 1])
    func lettersToOneself(before: Int) throws {
        let count = BeadLimits.searchPieceLetters
        for number in 0..<count { try letter("hay \(number)", to: .mayor, as: .mayor) }
        for number in 0..<before { try letter("straw \(number)") }
        let found = try town.ask(MailSearch(words: ["hay"], folder: .all, limit: count * 2), as: .mayor)
        #expect(found.mails.map(\.subject) == (0..<count).reversed().map { "hay \($0)" } && found.next == nil)
    }
}
