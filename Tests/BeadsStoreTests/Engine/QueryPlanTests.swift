import Testing
import TownModel
import TownTesting

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
            "SELECT due FROM timers ORDER BY due LIMIT 1",
            "SELECT token FROM roles WHERE name = ?",
            "SELECT value FROM intents WHERE role = ? ORDER BY id",
            "SELECT value FROM assignments WHERE rig = ? AND state <> 'retired' ORDER BY number",
            "SELECT value FROM sessions WHERE rig = ? AND state <> 'ended'",
            "SELECT number FROM commands ORDER BY number LIMIT ?",
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
}
