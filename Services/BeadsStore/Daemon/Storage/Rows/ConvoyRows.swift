internal import BeadsStoreCore
internal import TownModel
internal import Wire

extension LedgerReader {
    func convoy(_ id: BeadID) throws(LedgerError) -> Convoy? {
        try value(Convoy.self, "SELECT value FROM convoys WHERE id = ?", .text(id.text))
    }

    func knownConvoy(_ id: BeadID) throws(LedgerError) -> Convoy {
        guard let found = try convoy(id) else {
            throw .refuse(.notFound, "there is no convoy \(id)", about: id.text, hint: "gt convoy list --all")
        }
        return found
    }

    /// Newest first.
    func convoys(includeEnded: Bool, limit: Int = -1) throws(LedgerError) -> [Convoy] {
        try values(
            Convoy.self,
            "SELECT value FROM convoys WHERE ?1 OR state IN ('open', 'staged') ORDER BY value ->> '$.createdAt' DESC, id LIMIT ?2",
            .flag(includeEnded), .int(Int64(limit)))
    }

    func convoys(tracking bead: BeadID) throws(LedgerError) -> [BeadID] {
        try texts("SELECT source FROM edges WHERE target = ? AND type = 'tracks' ORDER BY source", .text(bead.text))
            .compactMap(BeadID.init)
    }

    func openConvoy(tracking bead: BeadID, feeding: Bool = false) throws(LedgerError) -> Convoy? {
        for id in try convoys(tracking: bead) {
            guard let convoy = try convoy(id), convoy.state == .open else { continue }
            if !feeding || convoy.feeding != nil { return convoy }
        }
        return nil
    }

    /// - Parameter byFeeding: a bead that must wait needs a convoy that will feed it.
    func isTracked(_ bead: BeadID, byFeeding: Bool) throws(LedgerError) -> Bool {
        guard byFeeding else { return try openConvoy(tracking: bead) != nil }
        for id in try convoys(tracking: bead) {
            if let convoy = try convoy(id), convoy.state == .open, convoy.isFed { return true }
        }
        return false
    }
}

extension Transaction {
    func save(_ convoy: Convoy) throws(LedgerError) {
        try write(
            """
            INSERT INTO convoys (id, state, generation, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET state = excluded.state, generation = excluded.generation, value = excluded.value
            """, .text(convoy.id.text), .text(convoy.state.rawValue), .int(Int64(convoy.generation)),
            .text(JSONText.text(convoy)))
    }
}
