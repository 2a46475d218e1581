internal import TownModel
internal import Wire

/// Who wants to hear how much.
extension VerbRule {
    static let attention: [VerbRule] = [
        .command(AttentionSet.self) { (set, transaction) throws(LedgerError) in
            try transaction.set(set)
        }
    ]
}

extension QueryRule {
    static let attention: [QueryRule] = [
        .query(AttentionShow.self) { (show, reading) throws(LedgerError) in
            if let agent = show.agent {
                return AttentionPage(
                    agents: [AttentionReply(agent: agent, attention: try reading.attention(of: agent))])
            }
            let found = try reading.attentions().map { AttentionReply(agent: $0, attention: $1) }
            return AttentionPage(agents: PageLimit.fit(found.sorted { $0.agent < $1.agent }).page)
        }
    ]
}

extension Transaction {
    fileprivate func set(_ set: AttentionSet) throws(LedgerError) -> AttentionReply {
        let agent = set.agent ?? speaker.actor
        guard agent == speaker.actor || speaker.actor == .overseer else {
            throw .refuse(
                .forbidden, "\(speaker.actor) says for itself alone how much it is told, not for \(agent)",
                about: agent.description, hint: "the overseer may: gt mail send overseer")
        }
        try checkKnown(agent)
        guard set.quietSeconds.map((1...MailLimits.quietSecondsMax).contains) ?? true else {
            throw .refuse(
                .invalid, "somebody is left alone for 30 days at once, at most", about: agent.description,
                hint: "leave --for out: it holds until gt dnd off")
        }
        let known = try attention(of: agent)
        var attention = known
        attention.level = set.level ?? known.level
        if let isQuiet = set.isQuiet {
            attention.quietSince = isQuiet ? now : nil
            attention.quietUntil = isQuiet ? set.quietSeconds.map { now.advanced(by: .seconds($0)) } : nil
        } else if !known.isQuiet(at: now) {
            // Over by itself: it is not kept for ever.
            attention.quietSince = nil
            attention.quietUntil = nil
        }
        guard attention != known else { return AttentionReply(agent: agent, attention: known) }
        try save(attention, of: agent)
        try emit(
            .settingChanged, in: agent.stream, subject: "attention",
            EventData(note: "\(agent) is \(attention.words(at: now) ?? "told what is new")"))
        return AttentionReply(agent: agent, attention: attention)
    }
}
