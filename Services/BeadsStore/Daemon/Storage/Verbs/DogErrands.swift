internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// The work of dogs: how it ends, and what becomes of it when its session ends first.
extension LedgerReader {
    /// What a dog's session is there for and still has; nil when that is over.
    func errand(of agent: Address, in session: Incarnation) throws(LedgerError) -> BeadID? {
        guard let run = try resident(agent)?.run, run.incarnation == session, let work = run.work,
            try hook(of: agent)?.bead == work, try self.session(session)?.state != .exiting
        else { return nil }
        return work
    }
}

extension Transaction {
    /// `gt done` of a dog: nothing is to be landed, so that the bead ends here.
    func errandDone(_ done: WorkDone) throws(LedgerError) -> DoneReply {
        let agent = speaker.actor
        guard let session = speaker.session, try resident(agent)?.number == done.assignment,
            let work = try errand(of: agent, in: session)
        else {
            throw .refuse(
                .conflict, "the work of this session is over: it was taken back or given out anew",
                about: agent.description, hint: "gt hook shows what is on your hook now")
        }
        try turnEnded(in: session)
        let isFinished = [.completed, .noChange].contains(done.status)
        try takeHandoff(of: agent, in: session, isFinished: isFinished)
        let message = done.message.trimmed
        if try openPluginRun(of: work) != nil { return try pluginDone(done, work, of: agent) }
        guard isFinished else {
            try unhook(work, of: agent)
            return try putAside(work, done)
        }
        guard !message.isEmpty, !Ending.isReserved(message) else {
            throw .refuse(
                .invalid, "nothing lands of a dog's work: its message is all that is left of it",
                about: work.text, hint: "gt done -m \"<what came of it>\"")
        }
        try unhook(work, of: agent)
        let reason = done.status == .noChange ? Ending.noChange(message).closeReason : message
        try close(try knownBead(work), reason: reason)
        return DoneReply(bead: work)
    }

    /// A dog's session has ended by itself, its work still on the hook: that is ready again, or, when it has come back too
    /// often, before a person. A dog tries nothing again by itself.
    func errandLeft(_ dog: Resident, _ run: ResidentRun, reason: String) throws(LedgerError) {
        guard let work = run.work, try hook(of: dog.agent)?.bead == work else { return }
        let reason = BeadText.cut("\(dog.agent), session \(run.incarnation): \(reason)")
        // Whoever decides about a plugin decides when it is run again.
        if try openPluginRun(of: work) != nil {
            return try endPlugin(work, of: dog.agent, .failure, note: reason)
        }
        try unhook(work, of: dog.agent)
        guard try !asksPerson(about: work, after: .restart, reason: reason) else { return }
        try change(try knownBead(work), note: reason) { $0.free() }
    }

    /// It is off its hook: its session has nothing more to do here.
    func release(_ dog: Resident) throws(LedgerError) -> Resident {
        var dog = dog
        dog.workPreset = nil
        dog.run?.work = nil
        try save(dog)
        if let run = dog.run, var session = try session(run.incarnation),
            case .go(let state) = session.state.step(.dismiss)
        {
            session.state = state
            session.evidence = nil
            try save(session)
        }
        return dog
    }
}
