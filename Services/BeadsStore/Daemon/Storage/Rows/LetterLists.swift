internal import TownModel
internal import Wire

/// The walks by which letters are listed: each reads the rows of one page and no others. `?1` is whose they are, `?2` the
/// place before which the walk begins, `?3` how many it takes.
enum LetterSQL {
    private static let columns = "d.number AS place, m.value, d.read_at, d.archived_at"

    private static func received(_ condition: String, _ columns: String) -> String {
        """
        SELECT \(columns) FROM deliveries d JOIN mails m ON m.id = d.mail
        WHERE d.owner = ?1 AND \(condition) AND d.number < ?2
        """
    }

    static let inbox = "d.archived_at IS NULL"
    static let archived = "d.archived_at IS NOT NULL"
    static let unread = "d.archived_at IS NULL AND d.read_at IS NULL"
    /// Priorities count from the most urgent: those before normal are urgent and high.
    static let urgent = "\(unread) AND d.priority < 2"
    /// Unread, and not before an agent in a turn that has ended.
    static let new = "\(unread) AND d.seen_at IS NULL"

    /// The walks of a folder, put together in the order of the places.
    static func list(_ folder: LetterFolder, unreadOnly: Bool) -> String {
        let walks =
            switch folder {
            case .inbox: [unreadOnly ? unread : inbox]
            case .archived: [unreadOnly ? "\(archived) AND d.read_at IS NULL" : archived]
            case .all: [unreadOnly ? unread : inbox, unreadOnly ? "\(archived) AND d.read_at IS NULL" : archived]
            }
        return together(walks.map { received($0, columns) })
    }

    static func together(_ walks: [String], by order: String = "place DESC") -> String {
        walks.joined(separator: "\nUNION ALL\n") + "\nORDER BY \(order) LIMIT ?3"
    }

    static func count(_ condition: String) -> String {
        "SELECT count(*) FROM deliveries d WHERE d.owner = ? AND \(condition)"
    }

    /// What somebody got and wrote, with the texts to look through. A letter to oneself is one that one got: what one
    /// wrote has such letters too, marked, for whoever looks to pass over. A walk that left them out by itself would go
    /// through all of them to begin a piece. Of one place the one that was got comes first, so that a piece which ends
    /// between the two has lost nothing.
    static func own(_ folder: LetterFolder) -> String {
        let texts = "m.id, m.sender, json_extract(m.value, '$.subject'), json_extract(m.value, '$.body')"
        let got = "d.number AS place, 0 AS wrote, \(texts), d.read_at, d.archived_at, 0"
        let wrote = """
            SELECT m.number AS place, 1 AS wrote, \(texts), NULL, NULL,
            EXISTS (SELECT 1 FROM deliveries WHERE owner = ?1 AND mail = m.id)
            FROM mails m WHERE m.sender = ?1 AND m.number < ?2
            """
        let order = "place DESC, wrote"
        return switch folder {
        case .inbox: together([received(inbox, got), wrote], by: order)
        case .archived: together([received(archived, got)])
        case .all: together([received(inbox, got), received(archived, got), wrote], by: order)
        }
    }

    /// The letters of a thread after its first: `?1` is that one, `?2` the reader, `?3` the place after which, `?4` how many.
    static let thread = """
        SELECT m.value, d.read_at, d.archived_at FROM mails m
        LEFT JOIN deliveries d ON d.owner = ?2 AND d.mail = m.id
        WHERE m.thread = ?1 AND m.number > ?3 AND (m.sender = ?2 OR d.mail IS NOT NULL) ORDER BY m.number LIMIT ?4
        """
    static let first = """
        SELECT m.value, d.read_at, d.archived_at FROM mails m
        LEFT JOIN deliveries d ON d.owner = ?2 AND d.mail = m.id
        WHERE m.id = ?1 AND (m.sender = ?2 OR d.mail IS NOT NULL
            OR EXISTS (SELECT 1 FROM channel_letters WHERE mail = ?1))
        """

    /// The most urgent of what is new, the newest of them first; and their writers.
    static let news = new("m.value")
    static let writers = new("m.sender")
    static let urgencies = """
        SELECT d.priority, count(*) FROM deliveries d WHERE d.owner = ? AND \(new) GROUP BY d.priority
        """

    private static func new(_ column: String) -> String {
        """
        SELECT \(column) FROM deliveries d JOIN mails m ON m.id = d.mail WHERE d.owner = ?1 AND \(new)
        ORDER BY d.priority, d.number DESC LIMIT ?2
        """
    }
}

extension LedgerReader {
    /// Letters of a folder, newest first.
    func letters(
        of owner: Address, _ folder: LetterFolder = .inbox, unreadOnly: Bool = false, before place: Int64 = .max,
        limit: Int
    ) throws(LedgerError) -> [Mail] {
        let found = try rows(
            LetterSQL.list(folder, unreadOnly: unreadOnly), .text(owner.description), .int(place), .int(Int64(limit))
        ) { (row) throws(SQLiteFailure) in
            (value: row.text(1), readAt: row.optionalInt(2), archivedAt: row.optionalInt(3))
        }
        var mails: [Mail] = []
        for row in found { mails.append(try Self.letter(row.value, readAt: row.readAt, archivedAt: row.archivedAt)) }
        return mails
    }

    /// With what its reader did to it.
    static func letter(_ value: String, readAt: Int64?, archivedAt: Int64?) throws(LedgerError) -> Mail {
        var mail = try decode(Mail.self, value)
        mail.readAt = readAt.map(Timestamp.init(milliseconds:))
        mail.archivedAt = archivedAt.map(Timestamp.init(milliseconds:))
        return mail
    }

    /// Of what was not put away.
    func unreadCount(of owner: Address) throws(LedgerError) -> Int { try count(of: owner, LetterSQL.unread) }

    func count(of owner: Address, _ condition: String) throws(LedgerError) -> Int {
        Int(try int(LetterSQL.count(condition), .text(owner.description)) ?? 0)
    }

    /// Of a letter in somebody's inbox or put away there; refused where there is none.
    func place(of id: BeadID, for owner: Address) throws(LedgerError) -> Int64 {
        guard
            let place = try int(
                "SELECT number FROM deliveries WHERE owner = ? AND mail = ?", .text(owner.description), .text(id.text))
        else { throw .refused(Self.noLetter([id], for: owner)) }
        return place
    }

    static func noLetter(_ ids: [BeadID], for owner: Address) -> WireError {
        let named = ids.prefix(BeadLimits.candidatesMax).map(\.text).joined(separator: ", ")
        let more = ids.count > BeadLimits.candidatesMax ? " and \(ids.count - BeadLimits.candidatesMax) more" : ""
        return WireError(
            .notFound, "there is no letter \(named)\(more) in the inbox of \(owner)", about: ids.first?.text,
            hint: "gt mail inbox --all")
    }

    /// A letter that somebody got or wrote; nil: there is none that concerns them.
    func letter(_ id: BeadID, of owner: Address) throws(LedgerError) -> Mail? {
        let found = try rows(LetterSQL.first, .text(id.text), .text(owner.description)) {
            (row) throws(SQLiteFailure) in (row.text(0), row.optionalInt(1), row.optionalInt(2))
        }
        return try found.first.map { (row) throws(LedgerError) in
            try Self.letter(row.0, readAt: row.1, archivedAt: row.2)
        }
    }

    /// Nobody answers, or learns of, what others write to each other.
    func knownLetter(_ id: BeadID, of owner: Address) throws(LedgerError) -> Mail {
        guard let mail = try letter(id, of: owner) else {
            throw .refuse(
                .notFound, "there is no letter \(id) that \(owner) got or wrote", about: id.text,
                hint: "gt mail inbox")
        }
        return mail
    }
}
