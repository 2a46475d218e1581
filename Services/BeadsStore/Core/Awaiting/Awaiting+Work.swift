import TownModel

/// Attempts, merge requests, agents.
extension Awaiting {
    static func judge(_ facts: WorkFacts, _ town: TownConditions) -> [Awaited] {
        let assignment = facts.assignment
        let witness = Address.witness(assignment.rig)
        let sentence = WaitingSentence.hooked(assignment)
        switch assignment.state {
        case .claimed:
            return stopped(town) + [Awaited(.worktree, "\(sentence): its worktree is being made", mover: witness)]
        case .prepared:
            return stopped(town) + [Awaited(.start, "\(sentence): its session is being started", mover: witness)]
        case .running: return stopped(town) + [running(facts, sentence)]
        case .ended:
            let left = "assignment \(assignment.number) is over"
            guard let session = facts.session, session.state != .ended else {
                return [Awaited(.retirement, "\(left): what it left is saved and cleared away", mover: witness)]
            }
            return stopped(town) + [
                Awaited(.leave, "\(left): its session \(session.incarnation) is to end", mover: witness)
            ]
        case .retired: return []
        }
    }

    private static func running(_ facts: WorkFacts, _ sentence: String) -> Awaited {
        let agent = facts.assignment.agent
        guard let session = facts.session else {
            return Awaited(.start, "\(sentence), and no session of it is known", mover: .witness(facts.assignment.rig))
        }
        let run = "session \(session.incarnation), since \(session.startedAt)"
        switch session.state {
        case .spawning:
            return Awaited(
                .firstWord,
                "\(sentence); its process runs and has not said a word (\(run)): the Witness tells a "
                    + "person of a long silence, and ends nothing for it", mover: agent)
        case .working:
            return Awaited(.work, "\(sentence), which is at work (\(run)) and ends it with gt done", mover: agent)
        case .idle, .waiting, .stalled, .unknown: return seen(session, sentence, facts.assignment)
        case .exiting: return Awaited(.leave, "\(sentence); its process is to end (\(run))", mover: agent)
        case .ended:
            return Awaited(
                .leave,
                "\(sentence); its session is \(session.state.rawValue) (\(run)): the bead goes back to the queue",
                mover: .witness(facts.assignment.rig))
        }
    }

    /// Whose turn it is when the agent is there and does not work.
    private static func seen(_ session: Session, _ sentence: String, _ assignment: Assignment) -> Awaited {
        let witness = session.host.address
        let since = session.evidence.map { ": \($0.seen), since \($0.since)" } ?? ""
        let run = "\(sentence); its session \(session.incarnation) is \(session.state.rawValue)\(since)"
        return switch session.state {
        case .idle: Awaited(.propulsion, "\(run): the Witness nudges it", mover: witness)
        case .waiting:
            Awaited(.limit, "\(run): it is nudged when that is over", mover: witness, due: session.evidence?.until)
        case .stalled where session.evidence?.kind == .silence && assignment.renewal == nil:
            Awaited(
                .stall, "\(run): the Witness looks once more, and begins its session anew or tells a person",
                mover: witness)
        case .stalled:
            Awaited(.stall, "\(run) (gt peek \(assignment.agent), gt unsling \(assignment.bead))", mover: .overseer)
        default: Awaited(.sight, "\(run): the Witness goes on looking", mover: witness)
        }
    }

    // MARK: - Merge requests

    static func judge(_ facts: RequestFacts, _ town: TownConditions) -> [Awaited] {
        let request = facts.request
        guard !request.state.isEnded else { return [] }
        let refinery = Address.refinery(facts.rig.name)
        let sentence = WaitingSentence.submitted(request)
        let gates = facts.rig.settings.gates.map(\.name).joined(separator: ", ")
        let tried = gates.isEmpty ? "there are no gates" : "gates: \(gates)"
        let obstacles = stopped(town) + parked(facts.rig)
        switch request.state {
        case .testing:
            return obstacles + held(facts.rig) + [
                Awaited(.gates, "\(sentence), and is tested for \(request.target) (\(tried))", mover: refinery)
            ]
        case .landing:
            return obstacles + [
                Awaited(.landing, "\(sentence), is green, and is put onto \(request.target)", mover: refinery)
            ]
        case .queued, .landed, .rework, .rejected, .withdrawn:
            return obstacles + held(facts.rig) + [turn(facts, sentence, refinery)]
        }
    }

    /// What is landing is finished; everything else waits for whoever resumes the queue.
    private static func held(_ rig: Rig) -> [Awaited] {
        guard let hold = rig.queueHold else { return [] }
        let why = hold.reason.map { ": \($0)" } ?? ""
        let sentence = "the merge queue of \(rig.name) is held by \(hold.by) since \(hold.since)\(why)"
        return [
            Awaited(
                .held, "\(sentence) (gt mq resume \(rig.name))",
                mover: hold.by.speakerKind == .crew ? hold.by : .overseer)
        ]
    }

    private static func turn(_ facts: RequestFacts, _ sentence: String, _ refinery: Address) -> Awaited {
        let same = facts.queue.filter { $0.target == facts.request.target }
        let place = facts.place.map { "number \($0) of \(same.count) for \(facts.request.target)" } ?? "in no order yet"
        guard let first = same.first, first.id != facts.request.id, first.state != .queued else {
            return Awaited(.turn, "\(sentence), \(place): the Refinery takes the next", mover: refinery)
        }
        return Awaited(
            .turn, "\(sentence), \(place): \(first.id) is \(first.state == .landing ? "landing" : "being tested")",
            mover: refinery.description, about: first.id)
    }

    // MARK: - Agents

    static func judge(_ facts: AgentFacts, _ town: TownConditions) -> [Awaited] {
        var found = facts.work.flatMap { work in
            judge(work, town).map { awaited in
                guard awaited.rule != .stopped else { return awaited }
                var awaited = awaited
                awaited.about = work.assignment.bead
                awaited.text = "\(work.assignment.bead): \(awaited.text)"
                return awaited
            }
        }
        if found.isEmpty, let rig = facts.agent.rig, facts.agent.isWorker {
            found = [Awaited(.idle, "nothing is on its hook: it waits for work", mover: .witness(rig))]
        }
        found += facts.intents.map {
            Awaited(.intent, "it is about to: \($0.id), since \($0.openedAt)", mover: facts.agent)
        }
        found += facts.gates.map { Awaited($0.rule, $0.sentence, mover: $0.mover, about: $0.bead) }
        found += facts.nudges.map {
            Awaited(
                .nudge, "nudge \($0.nudge.number) from \($0.nudge.from) waits for its next turn", mover: facts.agent,
                due: $0.timer?.due ?? $0.nudge.expiresAt, timer: $0.timer?.name)
        }
        if facts.unread > 0 {
            let letters = facts.unread == 1 ? "1 letter is" : "\(facts.unread) letters are"
            found.append(Awaited(.mail, "\(letters) not read (gt mail inbox \(facts.agent))", mover: facts.agent))
        }
        if found.isEmpty { found = [Awaited(.idle, "nothing waits for it", mover: facts.agent)] }
        return found
    }
}
