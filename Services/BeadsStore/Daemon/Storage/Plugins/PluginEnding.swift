internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// How a run ends: with its bead, whoever closes that.
extension Transaction {
    /// The word of the dog that has it.
    func ended(_ ended: PluginEnded) throws(LedgerError) -> PluginReply {
        let agent = speaker.actor
        guard let found = try pluginRun(of: ended.bead) else {
            throw .refuse(.notFound, "\(ended.bead) is no run of a plugin", about: ended.bead.text)
        }
        guard let session = speaker.session, found.run.ended == nil,
            try errand(of: agent, in: session) == ended.bead
        else {
            throw .refuse(
                .conflict, "this run is over, or it is not yours: it was ended, taken back or took too long",
                about: ended.bead.text, hint: "gt plugin history \(found.plugin)")
        }
        let note = BeadText.cut(ended.note.trimmed)
        guard !note.isEmpty, !Ending.isReserved(note) else {
            throw .refuse(.invalid, "a run says in a line what came of it", about: ended.bead.text)
        }
        try turnEnded(in: session)
        let output = Self.end(of: ended.output)
        if !output.trimmed.isEmpty {
            _ = try comment(BeadComment(id: ended.bead, text: output))
        }
        try endPlugin(ended.bead, of: agent, ended.result, note: note)
        return PluginReply(state: try plugin(found.plugin) ?? PluginState(plugin: found.plugin))
    }

    /// `gt done` of an agent that has it.
    func pluginDone(_ done: WorkDone, _ bead: BeadID, of agent: Address) throws(LedgerError) -> DoneReply {
        let message = done.message.trimmed
        guard !message.isEmpty, !Ending.isReserved(message) else {
            throw .refuse(
                .invalid, "a run says in a line what came of it", about: bead.text,
                hint: "gt done -m \"<what came of it>\"")
        }
        let result: PluginResult =
            switch done.status {
            case .completed: message.hasPrefix(PluginLimits.skipWord) ? .skipped : .success
            case .noChange: .skipped
            case .blocked, .deferred, .review: .failure
            }
        try endPlugin(bead, of: agent, result, note: BeadText.cut(message))
        return DoneReply(bead: bead)
    }

    /// Off its hook, and closed: the run ends with it.
    func endPlugin(
        _ bead: BeadID, of agent: Address, _ result: PluginResult, note: String
    ) throws(LedgerError) {
        try unhook(bead, of: agent)
        try close(try knownBead(bead), reason: note, outcome: result.outcome)
    }

    /// Its time is over, and nobody has said what came of it: its session is to end.
    func pluginIsLate(_ bead: BeadID) throws(LedgerError) {
        guard let (_, run) = try openPluginRun(of: bead), let row = try self.bead(bead), !row.bead.status.isEnded
        else { return }
        let note = "it took more than \(run.timeoutSeconds) s"
        if let holder = try residentHolding(bead) { return try endPlugin(bead, of: holder, .failure, note: note) }
        try close(row, reason: note, outcome: .failed)
    }

    /// A bead has ended: so has its run, if it has one.
    func movePlugins(with row: BeadRow) throws(LedgerError) {
        guard row.bead.status.isEnded, let (id, open) = try openPluginRun(of: row.id) else { return }
        var run = open
        run.ended = now
        run.result = Self.result(of: row.bead)
        run.note = BeadText.cut(row.bead.closeReason?.trimmed ?? "its bead was deleted")
        try dropTimer(.endPlugin(row.id))
        if run.result == .failure { run.escalation = try escalate(run, of: id) }
        try save(run, of: id)
        var state = try plugin(id) ?? PluginState(plugin: id)
        if state.last?.number == run.number { state.last = run }
        try save(state)
        try tell(.pluginEnded, state, run.note)
        guard run.digest, run.result != .skipped, row.bead.status == .closed else { return }
        try change(try knownBead(row.id), note: "stays in the files") { $0.marks.remove(.ephemeral) }
    }

    private static func result(of bead: Bead) -> PluginResult {
        if bead.outcome == .failed { return .failure }
        let said = bead.closeReason?.trimmed ?? ""
        let isSkipped = bead.outcome == .skipped || bead.status == .tombstone || said.hasPrefix(PluginLimits.skipWord)
        return isSkipped ? .skipped : .success
    }

    /// Once, until it is closed: the next failure only counts.
    private func escalate(_ run: PluginRun, of plugin: PluginID) throws(LedgerError) -> BeadID? {
        guard let severity = run.severity else { return nil }
        let text = """
            Plugin \(plugin) failed: \(run.note ?? "nobody said why")

            It was run \(run.number), on \(run.dog.map(\.description) ?? "a dog"). What it wrote: gt bead show \(run.bead). \
            Its other runs: gt plugin history \(plugin). To switch it off: gt plugin disable \(plugin).
            """
        return try raise(
            Escalation(
                severity: severity, title: BeadText.titleLine(of: text), text: text, source: "plugin/\(plugin)",
                about: run.bead))
    }

    /// The last bytes, from the beginning of a character on.
    private static func end(of text: String) -> String {
        guard text.utf8.count > PluginLimits.outputBytesMax else { return text }
        let bytes = text.utf8.suffix(PluginLimits.outputBytesMax).drop { $0 & 0xC0 == 0x80 }
        return "…\n" + String(decoding: bytes, as: UTF8.self)
    }
}

extension PluginResult {
    fileprivate var outcome: Outcome {
        switch self {
        case .success: .success
        case .failure: .failed
        case .skipped: .skipped
        }
    }
}
