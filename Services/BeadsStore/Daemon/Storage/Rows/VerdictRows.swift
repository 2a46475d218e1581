internal import TownModel
internal import Wire

// What gates have said: kept by tree, and counted by gate and day.
extension LedgerReader {
    func verdict(of tree: CommitID, in rig: RigName) throws(LedgerError) -> TreeVerdict? {
        try value(
            TreeVerdict.self, "SELECT value FROM verdicts WHERE rig = ? AND tree = ?", .text(rig.text),
            .text(tree.text))
    }

    /// The newest, as many as a Refinery remembers.
    func verdicts(of rig: RigName) throws(LedgerError) -> [TreeVerdict] {
        try values(
            TreeVerdict.self, "SELECT value FROM verdicts WHERE rig = ? ORDER BY judged_at DESC LIMIT ?",
            .text(rig.text), .int(LedgerLimits.verdictsMax))
    }

    func gateRecords(of rig: RigName, at now: Timestamp) throws(LedgerError) -> [GateRecord] {
        try rows(
            """
            SELECT gate, sum(runs), sum(reds), sum(flakes) FROM gate_days WHERE rig = ? AND day > ?
            GROUP BY gate ORDER BY gate
            """, .text(rig.text), .int(now.day - Int64(GateRecord.days))
        ) { row in
            var record = GateRecord(gate: row.text(0))
            record.runs = Int(row.int(1))
            record.reds = Int(row.int(2))
            record.flakes = Int(row.int(3))
            return record
        }
    }
}

extension Transaction {
    func save(_ verdict: TreeVerdict, of rig: RigName) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO verdicts (rig, tree, judged_at, value) VALUES (?, ?, ?, ?)", .text(rig.text),
            .text(verdict.tree.text), .int(verdict.judgedAt.milliseconds), .text(JSONText.text(verdict)))
        try write(
            """
            DELETE FROM verdicts WHERE rig = ?1 AND judged_at < (
                SELECT judged_at FROM verdicts WHERE rig = ?1 ORDER BY judged_at DESC LIMIT 1 OFFSET ?2)
            """, .text(rig.text), .int(LedgerLimits.verdictsMax - 1))
    }

    func count(_ gate: String, of rig: RigName, runs: Int = 0, reds: Int = 0, flakes: Int = 0) throws(LedgerError) {
        try write(
            """
            INSERT INTO gate_days (rig, gate, day, runs, reds, flakes) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (rig, gate, day) DO UPDATE SET
                runs = runs + excluded.runs, reds = reds + excluded.reds, flakes = flakes + excluded.flakes
            """, .text(rig.text), .text(gate), .int(now.day), .int(Int64(runs)), .int(Int64(reds)), .int(Int64(flakes)))
    }

    /// The rig has other gates now: what the old ones said proves nothing.
    func forgetVerdicts(of rig: RigName) throws(LedgerError) {
        try write("DELETE FROM verdicts WHERE rig = ?", .text(rig.text))
    }
}

extension Timestamp {
    /// Since 1970, UTC.
    fileprivate var day: Int64 { milliseconds / 86_400_000 }
}
