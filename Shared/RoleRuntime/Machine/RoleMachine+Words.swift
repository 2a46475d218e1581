internal import TownModel
internal import Wire

/// Commands: in order per subject, tried again with the same id until the store decides.
extension RoleMachine {
    mutating func say(_ draft: CommandDraft, _ purpose: Outgoing.Purpose, cause: String) {
        let draft = Self.named(draft, by: cause)
        let isKnown = queues[draft.subject]?.words.contains { word in
            if case .command(let known) = word { known.draft.id == draft.id } else { false }
        }
        guard isKnown != true else { return }
        queue(.command(Outgoing(draft: draft, purpose: purpose, cause: cause)), about: draft.subject)
        settling.formUnion(draft.closes)
    }

    mutating func queue(_ word: SubjectQueue.Word, about subject: String) {
        if queues[subject] == nil { subjects.append(subject) }
        queues[subject, default: SubjectQueue()].words.append(word)
    }

    /// Lets everything go that may go now, and says when to look again.
    mutating func pump(at now: Timestamp) {
        if case .live = phase {
            if clock.tickIsDue(at: now) { run(body.inboxTick(), cause: "tick", at: now) }
            if clock.patrol.isDue(body.patrol, at: now) { patrol(at: now) }
        }
        ask(at: now)
        for subject in subjects { pump(subject, at: now) }
        subjects.removeAll { queues[$0] == nil }
        let retries = queues.values.compactMap { queue -> Timestamp? in
            guard case .command(let head) = queue.words.first, !head.isInFlight else { return nil }
            return head.retryAt
        }
        let isAsking = asking != nil || process == nil
        if let moment = clock.next(isLive: isLive, isAsking: isAsking, retries: retries), moment != clock.armed {
            clock.armed = moment
            actions.append(.arm(at: moment))
        }
    }

    private mutating func pump(_ subject: String, at now: Timestamp) {
        guard var queue = queues[subject] else { return }
        while case .start(let intent) = queue.words.first {
            queue.words.removeFirst()
            queue.waiting.append(intent)
        }
        if case .command(var head) = queue.words.first, !head.isInFlight, head.retryAt.map({ $0 <= now }) ?? true,
            let token
        {
            head.isInFlight = true
            head.retryAt = nil
            head.key = key
            queue.words[0] = .command(head)
            actions.append(.send(request(head, token: token)))
        }
        if queue.performing == nil, !queue.waiting.isEmpty {
            let intent = queue.waiting.removeFirst()
            if let work = hands[intent] {
                queue.performing = intent
                actions.append(.perform(intent, work.effect))
            }
        }
        queues[subject] = queue.isEmpty ? nil : queue
    }

    private func request(_ outgoing: Outgoing, token: Int64) -> Request {
        let draft = outgoing.draft
        let headers = RequestHeaders(
            actor: body.role.address, key: key, role: body.role, token: token, cause: outgoing.cause,
            closes: draft.closes.isEmpty ? nil : draft.closes)
        return Request(id: draft.id, kind: .command, verb: draft.verb, headers: headers, body: draft.body)
    }

    mutating func answeredCommand(_ id: CommandID, _ answer: Answer?, at now: Timestamp) {
        guard let subject = subjects.first(where: { inFlight($0)?.draft.id == id }), let outgoing = inFlight(subject)
        else { return }
        if let answer {
            answeredThrough = max(answeredThrough, answer.headers.sequence)
            if let epoch, answer.headers.epoch != epoch { wantListing(at: now) }
        }
        switch answer?.result {
        case .ok?:
            queues[subject]?.words.removeFirst()
            done(outgoing, subject, cause: outgoing.cause)
        case .error(let error)? where error.code == .staleToken:
            end(.tryAgain, "another process is \(body.role) now: \(error.message)")
        case .error(let error)? where error.isUnknownKey:
            guard tryAnotherKey(afterRefusalOf: outgoing.key, error) else { return }
            // It was renewed meanwhile: nothing to wait for.
            again(outgoing, subject, at: outgoing.key == key ? now.advanced(by: outgoing.pause) : nil)
        case .error(let error)? where !error.isPassing:
            queues[subject]?.words.removeFirst()
            refused(outgoing, error, at: now)
        case .error?, nil:
            let asked = answer?.headers.retryAfterMilliseconds.map { Duration.milliseconds($0) }
            again(outgoing, subject, at: now.advanced(by: max(outgoing.pause, asked ?? .zero)))
        }
    }

    /// The same command under its id, at this moment or at once.
    private mutating func again(_ outgoing: Outgoing, _ subject: String, at moment: Timestamp?) {
        var outgoing = outgoing
        outgoing.isInFlight = false
        outgoing.retryAt = moment
        outgoing.pause = min(outgoing.pause * 2, RuntimeLimits.retryLast)
        queues[subject]?.words[0] = .command(outgoing)
    }

    private func inFlight(_ subject: String) -> Outgoing? {
        guard case .command(let head) = queues[subject]?.words.first, head.isInFlight else { return nil }
        return head
    }

    private mutating func done(_ outgoing: Outgoing, _ subject: String, cause: String) {
        settled(outgoing.draft.closes)
        switch outgoing.purpose {
        case .say: break
        case .open(let intent): queues[subject, default: SubjectQueue()].waiting.append(intent)
        case .settle(let intent): settled([intent])
        }
    }

    private mutating func refused(_ outgoing: Outgoing, _ error: WireError, at now: Timestamp) {
        // What it would have settled stays open; the next listing has it observed.
        settling.subtract(outgoing.draft.closes)
        actions.append(.refused(outgoing.draft, error))
        switch outgoing.purpose {
        case .say: tell(.core(body.inbox(refused: outgoing.draft, error), cause: outgoing.draft.id.text), at: now)
        case .open(let intent):
            // The core takes these hands for begun: only a listing tells it otherwise.
            hands[intent] = nil
            clock.listingDue = now.advanced(by: RuntimeLimits.retryLast)
        case .settle(let intent): settled([intent])
        }
    }

    private mutating func settled(_ intents: [CommandID]) {
        settling.subtract(intents)
        settledMeanwhile.formUnion(intents)
    }

    private static func named(_ draft: CommandDraft, by cause: String) -> CommandDraft {
        #if DEBUG
            if Mutant.active == .idFromEvent, let id = CommandID("\(draft.id)/\(cause)") {
                var draft = draft
                draft.id = id
                return draft
            }
        #endif
        return draft
    }
}
