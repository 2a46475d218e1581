internal import TownModel
internal import Wire

extension Reading {
    /// Looks through this reader's own letters, newest first, a piece at a time, until enough is found or looked at.
    func search(_ search: MailSearch, of owner: Address) throws(LedgerError) -> MailFindings {
        let wanted = try LetterWords(search)
        let limit = PageLimit.rows(search.limit)
        let sql = LetterSQL.own(search.folder ?? .inbox)
        var place = search.before ?? .max
        var looked = (letters: 0, bytes: 0)
        var found: [Mail] = []
        var size = 0
        while looked.letters < BeadLimits.searchLettersMax, looked.bytes < BeadLimits.searchBytesMax {
            let rows = try rows(
                sql, .text(owner.description), .int(place), .int(Int64(BeadLimits.searchPieceLetters))
            ) { (row) throws(SQLiteFailure) in LookedAt(row, wanted) }
            for row in rows where row.fits {
                let mail = try letter(row)
                size += JSONText.encode(mail).count
                // The page is full: this one is the first that is looked at next.
                guard found.count < limit, size <= WireLimits.pageBytesMax else {
                    return MailFindings(mails: found, next: row.place + 1)
                }
                found.append(mail)
            }
            guard rows.count == BeadLimits.searchPieceLetters, let last = rows.last else {
                return MailFindings(mails: found)
            }
            place = last.place
            looked.letters += rows.count
            looked.bytes += rows.reduce(0) { $0 + $1.bytes }
        }
        return MailFindings(mails: found, next: place)
    }

    private func letter(_ row: LookedAt) throws(LedgerError) -> Mail {
        let value = try text("SELECT value FROM mails WHERE id = ?", .text(row.id)) ?? ""
        return try Self.letter(value, readAt: row.readAt, archivedAt: row.archivedAt).withoutBody
    }
}

/// What of a letter a search keeps: texts are looked at and let go.
private struct LookedAt {
    let place: Int64
    let id: String
    let readAt: Int64?
    let archivedAt: Int64?
    let bytes: Int
    let fits: Bool

    init(_ row: Statement, _ wanted: LetterWords) {
        (place, id) = (row.int(0), row.text(2))
        let (sender, subject, body) = (row.text(3), row.text(4), row.text(5))
        (readAt, archivedAt) = (row.optionalInt(6), row.optionalInt(7))
        let isAmongThoseGot = row.int(8) != 0
        bytes = subject.utf8.count + body.utf8.count
        fits = !isAmongThoseGot && wanted.stand(in: subject, body, from: sender)
    }
}

/// The words of a search. They are compared letter by letter: `%` and `_` stand for nothing but themselves.
struct LetterWords {
    private let words: [[UInt8]]
    private let from: String?
    private let part: LetterPart?

    init(_ search: MailSearch) throws(LedgerError) {
        guard !search.words.isEmpty || search.from != nil else {
            throw .refuse(.invalid, "look for what? No word and no writer is named", hint: "gt mail search door")
        }
        guard search.words.count <= BeadLimits.searchWordsMax,
            search.words.allSatisfy({ !$0.isEmpty && $0.utf8.count <= BeadLimits.searchWordBytesMax })
        else {
            throw .refuse(
                .invalid,
                "a search has up to \(BeadLimits.searchWordsMax) words of 1 to \(BeadLimits.searchWordBytesMax) bytes")
        }
        words = search.words.map { Array($0.lowercased().utf8) }
        from = search.from?.description
        part = search.part
    }

    func stand(in subject: String, _ body: String, from sender: String) -> Bool {
        if let from, from != sender { return false }
        let texts = [part == .body ? nil : subject, part == .subject ? nil : body].compactMap(\.self)
        let plain = texts.map { Array($0.lowercased().utf8) }
        return words.allSatisfy { word in plain.contains { Self.stands(word, in: $0) } }
    }

    private static func stands(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = word.first, word.count <= text.count else { return word.isEmpty }
        return text.withUnsafeBufferPointer { text in
            var at = 0
            while at <= text.count - word.count {
                if text[at] == first, text[at..<(at + word.count)].elementsEqual(word) { return true }
                at += 1
            }
            return false
        }
    }
}
