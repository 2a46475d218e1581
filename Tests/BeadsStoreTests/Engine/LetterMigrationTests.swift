import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Letters of earlier versions")
struct LetterMigrationTests {
    @Test("letters of version 18 keep their places, threads and urgency, and lie in the inbox, read or not")
    func earlier() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 18 }).bring(database, backup: nil)
        func letter(_ id: String, _ priority: Priority, thread: String? = nil) throws {
            let mail = Mail(
                id: valid(BeadID.self, id), from: .overseer, to: [.mayor, .deacon], subject: id, priority: priority,
                sentAt: Timestamp(milliseconds: 5), thread: thread.flatMap(BeadID.init))
            try database.run(
                "INSERT INTO mails VALUES (?, 'overseer', 5, ?)", .text(id), .text(JSONText.text(mail)))
        }
        try letter("hq-1", .normal)
        try letter("hq-2", .critical, thread: "hq-1")
        try database.script(
            """
            INSERT INTO deliveries VALUES ('mayor/', 'hq-1', 1, 77), ('deacon/', 'hq-1', 2, NULL),
                ('deacon/', 'hq-2', 3, NULL), ('mayor/', 'hq-2', 4, NULL);
            """)
        try Migrations.current.bring(database, backup: nil)
        let mails = try database.rows("SELECT number, thread FROM mails ORDER BY id") {
            (row) throws(SQLiteFailure) in "\(row.int(0)) \(row.optionalText(1) ?? "-")"
        }
        #expect(mails == ["1 -", "3 hq-1"])
        let inbox = try database.rows(
            LetterSQL.list(.inbox, unreadOnly: false), [.text("mayor/"), .int(.max), .int(9)]
        ) { (row) throws(SQLiteFailure) in
            "\(row.int(0)) \(row.int(2)) \(row.optionalInt(3) == nil)"
        }
        #expect(inbox == ["4 0 true", "1 77 true"])
        let news = try database.rows(LetterSQL.news, [.text("deacon/"), .int(9)]) {
            (row) throws(SQLiteFailure) in row.text(0)
        }
        let subjects = try news.map { try JSONText.decode(Mail.self, from: Array($0.utf8)).subject }
        #expect(subjects == ["hq-2", "hq-1"], "the urgent one first")
    }
}
