internal import TownModel
internal import Wire

/// What one session leaves for the next: one record, kept until a session that was shown it has acted on it.
extension VerbRule {
    static let handoffs: [VerbRule] = [
        .command(HandoffWrite.self) { (write, transaction) throws(LedgerError) in
            try transaction.leave(write)
        },
        .command(HandoffShown.self) { (shown, transaction) throws(LedgerError) in
            try transaction.shown(shown)
        },
    ]
}

extension LedgerReader {
    /// What waits for the next session of this agent, or of the bead on its hook.
    func handoff(for agent: Address, with hook: Hook?) throws(LedgerError) -> Handoff? {
        guard let place = handoffPlace(of: agent, with: hook) else { return nil }
        return try fact(Handoff.self, place)
    }

    fileprivate func isWork(_ hook: Hook, of agent: Address, in session: Incarnation) throws(LedgerError) -> Bool {
        if agent.isDog { return try errand(of: agent, in: session) == hook.bead }
        return try assignment(hook.assignment)?.incarnation == session
    }

    /// nil for a worker without work: the next one of its name has nothing to do with it.
    fileprivate func handoffPlace(of agent: Address, with hook: Hook?) -> String? {
        guard agent.isWorker else { return "handoff/\(agent)" }
        return hook.map { "handoff/\($0.bead)" }
    }
}

extension Transaction {
    fileprivate func leave(_ write: HandoffWrite) throws(LedgerError) -> HandoffReply {
        let agent = speaker.actor
        guard let session = speaker.session else {
            throw .refuse(
                .forbidden, "only a session leaves something for the next one, and \(agent) speaks from none",
                about: agent.description, hint: "gt mail send tells an agent something")
        }
        let hook = try hook(of: agent)
        guard let place = handoffPlace(of: agent, with: hook) else {
            throw .refuse(
                .conflict, "nothing is on the hook of \(agent): there is no work to hand over",
                about: agent.description, hint: "gt hook")
        }
        if let bead = write.bead, bead != hook?.bead {
            throw .refuse(
                .conflict, "\(bead) is not on the hook of \(agent), but \(hook?.bead.text ?? "nothing")",
                about: bead.text, hint: "leave the bead out, or gt sling \(bead) gives it to somebody")
        }
        if agent.isWorker, let hook, try !isWork(hook, of: agent, in: session) {
            throw .refuse(
                .conflict, "\(hook.bead) was given to another session", about: hook.bead.text, hint: "end")
        }
        guard write.text.utf8.count <= Handoff.textBytesMax else {
            throw .refuse(
                .tooLarge, "the note is over \(Handoff.textBytesMax) bytes", about: agent.description,
                hint: "say what comes next, and commit what is long, or keep it with gt bead comment")
        }
        let handoff = Handoff(
            number: try next("handoff"), from: agent, session: session, bead: hook?.bead,
            subject: try BeadText.title(write.subject), text: write.text, writtenAt: now)
        try setMeta(place, JSONText.text(handoff))
        try tell(.handoffWritten, handoff)
        return HandoffReply(handoff: handoff)
    }

    /// What its Witness leaves in the place of a session that can't say anything. What that one, or one before it, has left
    /// itself comes along.
    func leave(
        _ subject: String, _ text: String, after session: Session, on assignment: Assignment
    ) throws(LedgerError) -> Handoff {
        let hook = Hook(bead: assignment.bead, assignment: assignment.number)
        var text = text
        if let before = try handoff(for: assignment.agent, with: hook) {
            text += "\n\nThe note before this one, by session \(before.session): \(before.subject)\n\(before.text)"
        }
        let handoff = Handoff(
            number: try next("handoff"), from: speaker.actor, session: session.incarnation, bead: assignment.bead,
            subject: try BeadText.title(subject), text: text.beginning(Handoff.textBytesMax), writtenAt: now)
        guard let place = handoffPlace(of: assignment.agent, with: hook) else { return handoff }
        try setMeta(place, JSONText.text(handoff))
        try tell(.handoffWritten, handoff)
        return handoff
    }

    /// Being shown is no event: nobody waits for it. The writer's own session may read its note, and takes nothing.
    fileprivate func shown(_ shown: HandoffShown) throws(LedgerError) -> Done {
        guard let session = speaker.session else {
            throw .refuse(.forbidden, "only a session says that it was shown a handoff")
        }
        let hook = try hook(of: speaker.actor)
        guard let place = handoffPlace(of: speaker.actor, with: hook),
            var handoff = try handoff(for: speaker.actor, with: hook), handoff.number == shown.number,
            handoff.session != session, handoff.shownTo != session
        else { return Done() }
        handoff.shownTo = session
        try setMeta(place, JSONText.text(handoff))
        return Done()
    }

    /// What the note is about goes on, or ends, here: `session` has acted. While the work is not finished only a session
    /// that was shown the note, and did not write it, takes it.
    func takeHandoff(of agent: Address, in session: Incarnation?, isFinished: Bool) throws(LedgerError) {
        let hook = try hook(of: agent)
        guard let place = handoffPlace(of: agent, with: hook), let handoff = try handoff(for: agent, with: hook),
            isFinished || session.map(handoff.isSeen) == true
        else { return }
        try setMeta(place, nil)
        try tell(.handoffTaken, handoff)
    }

    private func tell(_ kind: EventKind, _ handoff: Handoff) throws(LedgerError) {
        try emit(
            kind, in: handoff.from.stream, subject: handoff.bead?.text ?? handoff.from.description,
            EventData(handoff: handoff))
    }
}
