internal import TownModel
internal import Wire

/// Announced effects outside the ledger: opened before the hands act, settled when it is known what came of it.
enum IntentVerbs {
    static let rules: [VerbRule] = [
        .command(IntentOpen.self) { (open, work) throws(LedgerError) in
            try work.open(open)
            return Done()
        },
        .command(IntentSettle.self) { (settle, work) throws(LedgerError) in
            try work.settle([settle.intent], note: settle.note)
            return Done()
        },
    ]
}

extension Transaction {
    fileprivate func open(_ open: IntentOpen) throws(LedgerError) {
        guard let role = speaker.role else { return }
        if let standing = try intent(open.intent) {
            guard standing.role == role else {
                throw .refuse(.conflict, "the intent \(open.intent) is \(standing.role)'s", about: open.intent.text)
            }
            return
        }
        let intent = Intent(id: open.intent, role: role, kind: open.kind, detail: open.detail, openedAt: now)
        try write(
            "INSERT INTO intents (id, role, value) VALUES (?, ?, ?)", .text(intent.id.text),
            .text(role.description), .text(JSONText.text(intent)))
        try emit(.intentOpened, in: role.stream, subject: intent.id.text, EventData(role: role, intent: intent))
    }

    /// Settles the speaker's intents; one that is settled already is left alone.
    func settle(_ ids: [CommandID], note: String? = nil) throws(LedgerError) {
        for id in ids {
            guard let standing = try intent(id) else { continue }
            guard standing.role == speaker.role else {
                throw .refuse(.forbidden, "the intent \(id) is \(standing.role)'s to settle", about: id.text)
            }
            try write("DELETE FROM intents WHERE id = ?", .text(id.text))
            try emit(
                .intentSettled, in: standing.role.stream, subject: id.text,
                EventData(role: standing.role, intent: standing, note: note))
        }
    }
}

extension LedgerReader {
    func intent(_ id: CommandID) throws(LedgerError) -> Intent? {
        try value(Intent.self, "SELECT value FROM intents WHERE id = ?", .text(id.text))
    }

    /// What a role announced and has not settled.
    func intents(of role: RoleName) throws(LedgerError) -> [Intent] {
        try values(Intent.self, "SELECT value FROM intents WHERE role = ? ORDER BY id", .text(role.description))
    }
}
