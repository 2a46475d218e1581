import TownModel

/// What the sweeps have seen of a session since its state changed last. Rebuilt from nothing: two sweeps later it is there.
struct SessionSight: Equatable, Sendable {
    /// An opinion that one sweep has, and the next must share.
    struct Opinion: Equatable, Sendable {
        var state: SessionState
        var evidence: SessionEvidence
        var times = 1
    }

    var outputBytes: Int64?
    var readBytes: Int64?
    var isAtPrompt = false
    var limitLine: String?
    var question: String?
    var opinion: Opinion?
    /// Since when nothing was written, as far as was looked.
    var quietSince: Timestamp?
    /// A limit whose time is over still stands on the screen: at so many bytes of output it says nothing new.
    var overBytes: Int64?

    /// Takes a look in; gives what is now sure and other than known. One sweep is no proof: a screen is caught in the
    /// middle of a change, a process between two others.
    mutating func take(_ look: Look, of session: Session, offsetSeconds: Int, at now: Timestamp) -> Opinion? {
        let hasGrown = outputBytes.map { look.outputBytes ?? $0 > $0 } ?? false
        let isKnown = outputBytes != nil
        outputBytes = look.outputBytes ?? outputBytes
        quietSince = hasGrown ? nil : quietSince ?? now
        // Taken up in the middle: what stands there is what has been dealt with.
        if !isKnown, [.clock, .silence].contains(session.evidence?.kind) { overBytes = outputBytes }
        if case .read(let prompt, let line, let asked) = look.screen {
            (isAtPrompt, limitLine, question, readBytes) = (prompt, line, asked, look.outputBytes)
        } else if hasGrown {
            (isAtPrompt, limitLine, question) = (false, nil, nil)
        }
        let seen = judge(look, session, hasGrown: hasGrown, isKnown: isKnown, offsetSeconds, at: now)
        guard let (state, evidence) = seen, state != session.state else {
            opinion = nil
            return nil
        }
        guard var known = opinion, known.state == state else {
            opinion = Opinion(state: state, evidence: evidence)
            return nil
        }
        // What was seen first says since when, and until when: a relative time is counted from there.
        known.times += 1
        opinion = known
        return known
    }

    /// From evidence to a state; nil: nothing speaks against the one that is known. The strongest evidence first.
    private func judge(
        _ look: Look, _ session: Session, hasGrown: Bool, isKnown: Bool, _ offsetSeconds: Int, at now: Timestamp
    ) -> (SessionState, SessionEvidence)? {
        func say(
            _ state: SessionState, _ kind: EvidenceKind, _ seen: String, until: Timestamp? = nil
        ) -> (SessionState, SessionEvidence) {
            (state, SessionEvidence(kind, seen, since: now, until: until))
        }
        switch look.hasAgent {
        case nil where wasTold(session): return nil
        case nil: return say(.unknown, .process, "its processes could not be looked at")
        case false?: return say(.stalled, .process, "its shim runs, and no process of the agent is left")
        case true?: break
        }
        if case .away(let reason) = look.screen {
            if wasTold(session) { return nil }
            return say(.unknown, .screen, reason)
        }
        // What nobody but a person may answer.
        if let question { return say(.waiting, .screen, "it asks a person: \(question)") }
        if let limitLine, overBytes != outputBytes {
            let until = LimitTime.end(of: limitLine, at: now, offsetSeconds: offsetSeconds)
            return say(.waiting, .screen, "it shows: \(limitLine)", until: until)
        }
        if isAtPrompt, !hasGrown, promptSpeaks(of: session, at: now) {
            let evidence = SessionEvidence(
                .screen, "its prompt stands, and nothing is written", since: quietSince ?? now)
            return (.idle, evidence)
        }
        if hasGrown, outputSpeaks(of: session) { return say(.working, .output, "its output grows") }
        // What was not to be seen is there again, and nothing says more.
        let wasHidden = session.state == .unknown || (session.state == .stalled && session.evidence?.kind == .process)
        return wasHidden && isKnown ? say(.working, .process, "its process runs") : nil
    }

    /// What a hook, a clock or a long silence has told is not forgotten because nobody can look for a while: seen again, who
    /// is idle would be taken to be at work, and where no sign on the screen says otherwise nobody would say a word to it
    /// any more.
    private func wasTold(_ session: Session) -> Bool {
        guard let kind = session.evidence?.kind, [.hook, .clock, .silence].contains(kind) else { return false }
        return [.idle, .waiting, .stalled].contains(session.state)
    }

    /// Some programs show their prompt while they work: a turn that a hook has told of is over by the screen's word only
    /// after a long quiet (a person has broken it off). And who is stalled is known to stand at its prompt.
    private func promptSpeaks(of session: Session, at now: Timestamp) -> Bool {
        switch session.state {
        case .stalled: return session.evidence?.kind != .silence
        case .working where session.evidence?.kind == .hook:
            return quietSince.map { $0.duration(to: now) >= WitnessLimits.hookedQuiet } ?? false
        // Whose turn was refused for a limit stands at its prompt until that is over.
        case .waiting where session.evidence?.kind == .hook: return session.evidence?.until.map { $0 <= now } ?? true
        default: return true
        }
    }

    /// Between turns that hooks tell of, what grows may be somebody's typing; before an agent's first word, a start that
    /// fails.
    private func outputSpeaks(of session: Session) -> Bool {
        switch session.state {
        case .idle: session.evidence?.kind != .hook
        case .stalled: session.evidence?.kind == .silence
        case .waiting, .unknown: true
        case .spawning, .working, .exiting, .ended: false
        }
    }
}
