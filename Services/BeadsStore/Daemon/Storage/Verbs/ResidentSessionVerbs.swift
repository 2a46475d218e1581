internal import BeadsStoreCore
internal import Hashing
internal import TownModel
internal import Wire

/// The sessions of residents: asked for by a person, started, watched and ended by their host, and by no rule of anybody.
extension VerbRule {
    static let residentSessions: [VerbRule] = [
        .command(AgentStart.self) { (start, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.start(start))
        },
        .command(AgentStop.self) { (stop, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.stop(stop))
        },
        .command(AgentFurnished.self) { (furnished, transaction) throws(LedgerError) in
            try transaction.furnished(furnished)
        },
    ]
}

extension Transaction {
    func start(_ start: AgentStart) throws(LedgerError) -> Resident {
        var resident = try start.agent == .mayor ? mayorsAgent() : knownResident(start.agent)
        try checkIsRunning(start.agent)
        guard resident.state == .ready else {
            throw .refuse(
                .conflict, "\(start.agent) is \(resident.state.rawValue): it has no worktree to work in",
                about: start.agent.description, hint: "gt crew add \(start.agent) finishes what was interrupted")
        }
        if start.agent.isDog, try hook(of: start.agent) == nil {
            throw .refuse(
                .conflict, "nothing is on the hook of \(start.agent), and a dog's session is there for work",
                about: start.agent.description, hint: "gt sling <bead> \(start.agent)")
        }
        if let preset = start.preset {
            _ = try knownPreset(preset)
            if start.agent.isDog {
                try checkDogPreset(preset)
                resident.workPreset = nil
            }
            resident.preset = preset
        }
        guard let run = resident.run else { return try begin(resident) }
        // One that is about to end is followed by another.
        if try session(run.incarnation)?.state == .exiting { resident.run?.startsAgain = true }
        try save(resident)
        return resident
    }

    /// It has no worktree: it stands where the town's settings are.
    func mayorsAgent() throws(LedgerError) -> Resident {
        if let known = try resident(.mayor) { return known }
        return Resident(
            agent: .mayor, number: try next("assignment"), bead: try identity(of: .mayor), state: .ready,
            worktree: "config", branch: "", target: "", addedAt: now)
    }

    private func begin(_ resident: Resident) throws(LedgerError) -> Resident {
        var resident = resident
        let rig = try home(of: resident)
        if let rig, rig.state != .active {
            throw .refuse(.parked, "\(rig.name) is parked", about: rig.name.text, hint: "gt rig unpark \(rig.name)")
        }
        let preset = try choice(for: resident, in: rig)
        let work = resident.agent.isDog ? try hook(of: resident.agent)?.bead : nil
        let session = Session(
            incarnation: Incarnation(number: try next("incarnation")), agent: resident.agent, rig: rig?.name,
            assignment: 0, startedAt: now, preset: preset, bead: work)
        resident.run = ResidentRun(
            incarnation: session.incarnation, preset: preset, definition: try definition(of: preset), work: work)
        resident.trouble = nil
        try save(session)
        try save(resident)
        try tell(resident, "is to have a session with \(preset)")
        return resident
    }

    /// What works off beads when nobody says anything is no company for a person.
    private func choice(for resident: Resident, in rig: Rig?) throws(LedgerError) -> String {
        if resident.agent.isDog {
            let choice = AgentChoice(flag: resident.workPreset ?? resident.preset, role: nil, town: try townAgents())
            try checkDogPreset(choice.preset)
            return choice.preset
        }
        let choice = AgentChoice(
            flag: resident.preset, role: rig == nil ? nil : .crew, rig: rig?.settings.agents, town: try townAgents())
        guard choice.source != .standard else {
            throw .refuse(
                .conflict, "nobody has said which agent \(resident.agent) is to work with",
                about: resident.agent.description,
                hint: rig == nil
                    ? "gt mayor start --agent <preset>, or gt agent set <preset>"
                    : "gt crew start \(resident.agent) --agent <preset>, or gt agent set <preset> --role crew")
        }
        return try knownPreset(choice.preset).name
    }

    func choose(_ preset: String, for agent: Address) throws(LedgerError) {
        _ = try knownPreset(preset)
        var resident = try knownResident(agent)
        resident.preset = preset
        try save(resident)
    }

    func stop(_ stop: AgentStop) throws(LedgerError) -> Resident {
        var resident = try knownResident(stop.agent)
        guard let run = resident.run, var session = try session(run.incarnation) else { return resident }
        try checkIsRunning(stop.agent)
        resident.run?.startsAgain = stop.startsAgain
        try save(resident)
        if case .go(let state) = session.state.step(.dismiss) {
            session.state = state
            try save(session)
        }
        try tell(resident, stop.startsAgain ? "is to begin anew" : "is asked to end its session")
        return resident
    }

    /// While the town is stopped nobody can act, and nobody is asked to.
    private func checkIsRunning(_ agent: Address) throws(LedgerError) {
        guard let reason = try stopReason() else { return }
        throw .refuse(.busy, "the town is stopped: \(reason)", about: agent.description, hint: "gt thaw")
    }

    fileprivate func furnished(_ furnished: AgentFurnished) throws(LedgerError) -> Done {
        let session = try knownSession(furnished.incarnation)
        try checkRole(session.host)
        guard var resident = try resident(running: session) else {
            throw .refuse(
                .conflict, "session \(session.incarnation) is over", about: session.incarnation.text)
        }
        guard resident.run?.isFurnished == false else { return Done() }
        resident.run?.isFurnished = true
        changedSpeakers = true
        try write(
            "INSERT OR REPLACE INTO keys (hash, actor, session, created_at) VALUES (?, ?, ?, ?)",
            .text(SHA256.hex(furnished.key)), .text(session.agent.description), .text(session.incarnation.text),
            .int(now.milliseconds))
        try save(resident)
        try tell(resident, "can be started")
        return Done()
    }

    func startedResident(_ session: Session, _ shim: ProcessIdentity) throws(LedgerError) -> Done {
        guard session.shim != shim else { return Done() }
        guard session.shim == nil, session.state != .ended else {
            throw .refuse(
                .conflict, "session \(session.incarnation) was started as another process",
                about: session.incarnation.text)
        }
        var session = session
        session.shim = shim
        changedSpeakers = true
        try save(session)
        try tell(session, "was started")
        return Done()
    }

    /// Its session is recorded as ended. What was asked for in the meantime begins.
    ///
    /// - Parameter wasAsked: it was to end.
    func ended(_ session: Session, reason: String?, wasAsked: Bool) throws(LedgerError) {
        guard var resident = try resident(running: session), let run = resident.run else { return }
        resident.run = nil
        resident.trouble = reason.map { BeadText.cut($0) }
        try save(resident)
        let status = session.exitStatus.map { " with \($0)" } ?? ""
        try emit(
            .residentChanged, in: resident.agent.stream, subject: resident.agent.description,
            EventData(
                session: session, resident: resident,
                note: resident.trouble.map { "could not be started: \($0)" } ?? "has ended its session\(status)"))
        if resident.agent.isDog {
            if !wasAsked { try errandLeft(resident, run, reason: resident.trouble ?? "has ended\(status)") }
            guard run.startsAgain, try stopReason() == nil, try hook(of: resident.agent) != nil else { return }
            return try beginAgain(try knownResident(resident.agent))
        }
        guard run.startsAgain, reason == nil, try stopReason() == nil,
            try home(of: resident)?.state ?? .active == .active
        else { return }
        try beginAgain(resident)
    }

    /// What stands in the way of the next session, its preset that is gone for one, is no reason against the end of this
    /// one: it is kept, for whoever looks (`gt crew list`, `gt dog list`).
    private func beginAgain(_ resident: Resident) throws(LedgerError) {
        do {
            _ = try begin(resident)
        } catch {
            guard case .refused(let reason) = error else { throw error }
            var resident = resident
            resident.trouble = BeadText.cut(reason.message)
            try save(resident)
            try tell(resident, "could not begin anew: \(reason.message)")
        }
    }

    /// nil: the town.
    private func home(of resident: Resident) throws(LedgerError) -> Rig? {
        try resident.agent.rig.map { (name) throws(LedgerError) in try knownRig(name) }
    }

    func tell(_ session: Session, _ note: String) throws(LedgerError) {
        guard let resident = try resident(running: session) else { return }
        try tell(resident, note)
    }

    private func resident(running session: Session) throws(LedgerError) -> Resident? {
        guard let resident = try resident(session.agent), resident.run?.incarnation == session.incarnation else {
            return nil
        }
        return resident
    }
}
