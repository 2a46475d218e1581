import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Escalations of earlier versions, and of escalation.toml")
struct EscalationMigrationTests {
    @Test(
        "an escalation of version 16 keeps its source, its count and its severity, and is open or closed as its bead is"
    )
    func earlier() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 16 }).bring(database, backup: nil)
        for (id, status) in [("hq-1", "open"), ("hq-2", "closed")] {
            try database.script(
                """
                INSERT INTO beads (id, rig, title, description, status, priority, type, created_at, created_by, updated_at,
                    disposition)
                VALUES ('\(id)', 'hq', 'the "disk"', '', '\(status)', 1, 'gate', 1800000000123, 'deacon/', 1, 'ready')
                """)
        }
        try database.script(
            """
            INSERT INTO labels VALUES ('hq-1', 'escalation'), ('hq-1', 'severity:critical'), ('hq-2', 'escalation');
            INSERT INTO escalations VALUES ('disk', 'hq-1', 3), ('hq-2', 'hq-2', 1);
            """)
        try Migrations.current.bring(database, backup: nil)
        let rows = try database.rows("SELECT value, source, state FROM escalations ORDER BY bead") {
            (row) throws(SQLiteFailure) in (row.text(0), row.text(1), row.text(2))
        }
        let found = try rows.map { try JSONText.decode(RaisedEscalation.self, from: Array($0.0.utf8)) }
        var first = RaisedEscalation(
            bead: valid(BeadID.self, "hq-1"), title: "the \"disk\"", source: "disk", severity: .critical, count: 3,
            raisedBy: .deacon, raisedAt: Timestamp(milliseconds: 1_800_000_000_123))
        #expect(found.first == first)
        first.source = nil
        #expect(found.last?.source == nil && found.last?.state == .closed && found.last?.severity == .medium)
        #expect(rows.map(\.1) == ["disk", "hq-2"] && rows.map(\.2) == ["open", "closed"])
    }

    @Test("the file becomes an event once, a bad one keeps what there was, and a town that never had one is quiet")
    func file() throws {
        let town = try MemoryLedger()
        func apply(_ settings: EscalationSettings?, _ hash: String, _ problem: String? = nil) throws -> [EventKind] {
            let command = ConfigApply(file: .escalation, hash: hash, problem: problem, escalation: settings)
            let outcome = try town.ledger.execute(command, at: town.now)
            #expect(outcome.answers.map(\.code) == [nil])
            return try outcome.events.map { try $0.decoded().kind }
        }
        func patience() throws -> Int64 { try town.ask(EscalationList()).staleAfterSeconds }
        #expect(try apply(EscalationSettings(), "0") == [])
        #expect(try apply(EscalationSettings(staleAfterSeconds: 60), "1") == [.configChanged])
        #expect(try apply(EscalationSettings(staleAfterSeconds: 60), "1") == [])
        #expect(try apply(nil, "2", "line 3") == [.configRefused])
        #expect(try patience() == 60)
        #expect(try apply(EscalationSettings(), "0") == [.configChanged])
        #expect(try patience() == 14_400)
    }

    @Test("the timer of the ledger raises it anew when its moment has come, and not before")
    func timer() throws {
        let town = try MemoryLedger()
        let id = try town.send(EscalationRaise(severity: .low, text: "the disk is full")).bead.id
        let due = town.now.advanced(by: .seconds(14_400))
        #expect(try town.ledger.nextTimer() == due)
        #expect(try town.ledger.fireTimers(at: due.advanced(by: .milliseconds(-1))).events.isEmpty)
        let kinds = try town.ledger.fireTimers(at: due).events.map { try $0.decoded().kind }
        #expect(kinds == [.beadChanged, .escalationRaised, .mailSent])
        #expect(try town.ask(EscalationShow(id: id)).escalation.severity == .medium)
        #expect(try town.ledger.nextTimer() == due.advanced(by: .seconds(14_400)))
    }
}
