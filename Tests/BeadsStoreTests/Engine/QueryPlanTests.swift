import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("hot statements go by an index, whatever the size of the ledger")
struct QueryPlanTests {
    @Test(
        "no hot statement scans or sorts a table",
        arguments: [
            "SELECT sequence, bytes FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?",
            "SELECT sequence, bytes FROM events WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            "SELECT verb, hash, sequence, answer FROM commands WHERE id = ?",
            "SELECT actor, session FROM keys WHERE hash = ?",
            "SELECT name FROM remote_keys WHERE public_key = ? AND name <> ?",
            "SELECT due FROM timers ORDER BY due LIMIT 1",
            "SELECT token FROM roles WHERE name = ?",
            "SELECT value FROM intents WHERE role = ? ORDER BY id",
            "SELECT value FROM assignments WHERE rig = ? AND state <> 'retired' ORDER BY number",
            "SELECT value FROM sessions WHERE rig = ? AND state <> 'ended'",
            """
            SELECT priority, number, mail FROM queued_letters
            WHERE queue = ? AND claimant IS NULL ORDER BY priority, number LIMIT 1
            """, "SELECT mail FROM queued_letters WHERE claimant = ? ORDER BY number",
            "SELECT mail FROM queued_letters WHERE mail = ? AND claimant IS NOT NULL ORDER BY queue",
            "SELECT number, mail FROM channel_letters WHERE channel = ? ORDER BY number DESC LIMIT 50 OFFSET ?",
            "SELECT 1 FROM channel_letters WHERE mail = ?", "SELECT value FROM attention WHERE agent = ?",
            """
            SELECT s.channel, count(*) FROM channel_readers s
            JOIN channel_letters c ON c.channel = s.channel AND c.number > s.seen
            WHERE s.agent = ?1 AND c.sender <> ?1 AND coalesce(c.expires_at > ?2, 1) GROUP BY s.channel
            """,
            "SELECT number FROM commands ORDER BY number LIMIT ?", "SELECT due FROM timers WHERE name = ?",
        ])
    func indexed(_ sql: String) throws {
        let database = try MemoryLedger().ledger.database
        let plan = try database.rows("EXPLAIN QUERY PLAN \(sql)") { (row) throws(SQLiteFailure) in row.text(3) }
        #expect(!plan.isEmpty)
        for step in plan {
            // In the order of its rows a table is walked from its front, and a limit ends it.
            let isWalk = sql.hasSuffix("ORDER BY number LIMIT ?")
            let isScan = step.hasPrefix("SCAN") && !step.contains("USING") && !isWalk
            #expect(!isScan && !step.contains("TEMP B-TREE"), "\(sql): \(step)")
        }
    }

    @Test("no index is made of a column that is written without a look at the indexes, and no column is forgotten")
    func columnsByCost() throws {
        let database = try MemoryLedger().ledger.database
        let indexes = try database.rows(
            "SELECT coalesce(sql, '') FROM sqlite_schema WHERE tbl_name = 'beads' AND type = 'index'"
        ) {
            (row) throws(SQLiteFailure) in row.text(0)
        }
        #expect(indexes.count > 3)
        for index in indexes {
            let words = Set(index.split { !$0.isLetter && $0 != "_" }.map(String.init))
            #expect(words.isDisjoint(with: BeadColumns.content), "\(index)")
        }
        let columns = try database.rows("SELECT name FROM pragma_table_info('beads')") {
            (row) throws(SQLiteFailure) in row.text(0)
        }
        #expect(Set(columns) == Set(["number", "id"] + BeadColumns.placement + BeadColumns.content))
    }

    private func plan(_ sql: String, _ values: [SQLiteValue] = []) throws -> [String] {
        try MemoryLedger().ledger.database.rows("EXPLAIN QUERY PLAN \(sql)", values) {
            (row) throws(SQLiteFailure) in row.text(3)
        }
    }

    private func plan(of selection: BeadSelection, _ order: BeadOrder) throws -> [String] {
        let (sql, values) = try BeadFilter(selection, order: order).select(
            BeadRow.columns, limit: 50, homes: ["gastown", "hq"])
        return try plan(sql, values)
    }

    @Test(
        "a list by priority is put together of walks of one index, of a home and of the town", arguments: [nil, "hq"])
    func byPriority(_ home: String?) throws {
        var selection = BeadSelection(home: home.flatMap { BeadHome($0) })
        for (dispositions, arms) in [(nil, 5), ([.blocked], 1)] as [([Disposition]?, Int)] {
            selection.dispositions = dispositions
            let steps = try plan(of: selection, BeadOrder(.priority))
            let walks = steps.filter { $0.contains("USING INDEX beads_open (rig=? AND disposition=?") }
            #expect(walks.count == arms * (home == nil ? 2 : 1), "\(steps)")
            #expect(!steps.contains { $0.contains("ORDER BY") && $0.contains("TEMP B-TREE") }, "\(steps)")
        }
    }

    @Test("a list in the order of the ids walks the table; of one home, the index of what is open or has ended")
    func byID() throws {
        let all = try plan(of: BeadSelection(), BeadOrder())
        #expect(!all.contains { $0.contains("TEMP B-TREE") || $0.contains("beads_open") }, "\(all)")
        var selection = BeadSelection(home: .hq)
        let open = try plan(of: selection, BeadOrder())
        #expect(open.contains { $0.contains("beads_open (rig=?") }, "\(open)")
        selection.statuses = [.closed]
        let closed = try plan(of: selection, BeadOrder())
        #expect(closed.contains { $0.contains("beads_ended (rig=?") }, "\(closed)")
    }

    @Test("each list of letters, their numbers, news and threads walk an index, and none sorts")
    func letters() throws {
        let lists = LetterFolder.allCases.flatMap { folder in
            [false, true].map { LetterSQL.list(folder, unreadOnly: $0) }
        }
        let place: [SQLiteValue] = [.text("mayor/"), .int(7), .int(50)]
        var plans = try lists.map { try plan($0, place) }
        plans.append(try plan(LetterSQL.thread, [.text("hq-1"), .text("mayor/"), .int(0), .int(50)]))
        plans.append(try plan(LetterSQL.first, [.text("hq-1"), .text("mayor/")]))
        plans.append(try plan(LetterSQL.news, [.text("mayor/"), .int(5)]))
        plans.append(try plan(LetterSQL.writers, [.text("mayor/"), .int(200)]))
        plans.append(try plan(LetterSQL.urgencies, [.text("mayor/")]))
        plans.append(try plan("UPDATE deliveries SET seen_at = ?, shown_in = NULL WHERE shown_in = ?"))
        for steps in plans {
            #expect(
                !steps.isEmpty && !steps.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(steps)")
        }
        for folder in LetterFolder.allCases {
            let steps = try plan(LetterSQL.own(folder), place)
            // Rows of one place are put in their order ("for right part"), the walk is not.
            #expect(
                !steps.isEmpty
                    && !steps.contains { $0.hasPrefix("SCAN") || $0.hasSuffix("TEMP B-TREE FOR ORDER BY") }, "\(steps)")
        }
        for condition in [LetterSQL.inbox, LetterSQL.archived, LetterSQL.unread, LetterSQL.urgent, LetterSQL.new] {
            let steps = try plan(LetterSQL.count(condition), [.text("mayor/")])
            #expect(steps.count == 1 && steps[0].contains("COVERING INDEX deliveries_"), "\(steps)")
        }
    }

    @Test("numbers of a home and of the town are counted in indexes alone")
    func numbers() throws {
        for sql in BeadNumbersSQL.all {
            let steps = try plan(sql, [.text("[\"hq\"]")])
            let reads = steps.filter { $0.contains(" beads ") || $0.hasSuffix(" beads") }
            #expect(!reads.isEmpty && reads.allSatisfy { $0.contains("COVERING INDEX beads_") }, "\(steps)")
        }
    }
}
