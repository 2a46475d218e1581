internal import TownModel
internal import Wire

/// The ledger's side of `gt estop` and `gt thaw`.
enum TownVerbs {
    static let rules: [VerbRule] = [
        .command(TownStop.self) { (stop, work) throws(LedgerError) in
            try work.stop(stop.reason)
            return Done()
        },
        .command(TownThaw.self) { (_, work) throws(LedgerError) in
            try work.thaw()
            return Done()
        },
    ]
}

extension Transaction {
    fileprivate func stop(_ reason: String) throws(LedgerError) {
        guard try stopReason() == nil else { return }
        try setMeta("stopped", reason)
        try emitEverywhere(.townStopped, subject: town.id, EventData(note: reason))
    }

    fileprivate func thaw() throws(LedgerError) {
        guard try stopReason() != nil else { return }
        if let reason = try restoreReason() {
            throw .refuse(
                .conflict, "the ledger was \(reason): nobody has compared it with the world yet", about: town.name,
                hint: "gt restore --settle does, and says what it found")
        }
        try setMeta("stopped", nil)
        try emitEverywhere(.townThawed, subject: town.id, EventData())
    }
}
