internal import TownModel
internal import Wire

/// Effects outside the ledger: intent, act, outcome.
extension RoleMachine {
    /// The same hands twice are one; what was announced and not settled is not begun again either.
    mutating func intend(_ draft: HandsDraft, _ effect: Body.Effect, cause: String) {
        guard hands[draft.intent] == nil, !settling.contains(draft.intent) else { return }
        hands[draft.intent] = Hands(effect: effect, draft: draft, cause: cause)
        guard draft.leavesTraces else { return queue(.start(draft.intent), about: draft.subject) }
        #if DEBUG
            if Mutant.active == .actBeforeIntent { queue(.start(draft.intent), about: draft.subject) }
        #endif
        let command = IntentOpen(intent: draft.intent, kind: draft.kind, detail: draft.detail)
        let open = CommandDraft(command, id: generation("intend", draft.intent), subject: draft.subject)
        say(open, .open(draft.intent), cause: cause)
    }

    mutating func performed(_ intent: CommandID, _ events: [Body.Event], at now: Timestamp) {
        guard let work = hands[intent] else { return }
        queues[work.draft.subject]?.performing = nil
        // The hands stay known until their outcome is decided on: a listing that comes in between does not begin
        // them again.
        tell(.outcome(intent, events), at: now)
    }

    /// Decides on what the hands of this process ended with.
    mutating func runPerformed(_ intent: CommandID, _ events: [Body.Event], at now: Timestamp) {
        guard let work = hands.removeValue(forKey: intent) else { return }
        // Without an intent in the ledger nobody would find what led to these hands by its id.
        runOutcome(of: intent, events, led: work.draft.leavesTraces ? nil : work.cause, at: now)
        if work.draft.leavesTraces { settle(intent, events, about: work.draft.subject) }
    }

    /// Decides on what was found of a predecessor's hands. Of which nothing was found, the listing has decided: they
    /// are begun again or forgotten.
    mutating func runObserved(_ intent: CommandID, _ events: [Body.Event], at now: Timestamp) {
        settling.remove(intent)
        runOutcome(of: intent, events, at: now)
        settle(intent, events, about: intent.text)
    }

    private mutating func runOutcome(
        of intent: CommandID, _ events: [Body.Event], led: String? = nil, at now: Timestamp
    ) {
        run(events, cause: intent.text, led: led, at: now)
    }

    /// Unless the core's own command does it, or the same hands were begun again.
    private mutating func settle(_ intent: CommandID, _ events: [Body.Event], about subject: String) {
        guard hands[intent] == nil, !settling.contains(intent) else { return }
        settling.insert(intent)
        let command = IntentSettle(intent: intent, note: events.isEmpty ? "nothing was done" : "done")
        let draft = CommandDraft(command, id: generation("settle", intent), subject: subject)
        say(draft, .settle(intent), cause: intent.text)
    }

    /// An intent may be opened again after it was settled: each time is a command of its own.
    private mutating func generation(_ word: String, _ intent: CommandID) -> CommandID {
        requestsMade += 1
        let mark = "\(token ?? 0).\(requestsMade)"
        return CommandID("\(word)/\(intent)/\(mark)") ?? CommandID(composed: word, mark)
    }
}
