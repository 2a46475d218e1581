internal import TownModel
internal import Wire

/// What hangs on the hook of a resident: no attempt with a number, but a bead that the agent closes itself.
extension LedgerReader {
    /// nil: it is on no hook, or on a worker's.
    func residentHolding(_ bead: BeadID) throws(LedgerError) -> Address? {
        try text("SELECT agent FROM hooks WHERE bead = ? AND assignment = 0", .text(bead.text)).flatMap { Address($0) }
    }
}

extension Transaction {
    func hang(_ bead: BeadID, on agent: Address, _ start: SlingStart, preset: String?) throws(LedgerError) {
        try write(
            "INSERT INTO hooks (agent, bead, assignment) VALUES (?, ?, 0)", .text(agent.description), .text(bead.text))
        try change(try knownBead(bead), note: "on the hook of \(agent)") {
            $0.bead.status = .hooked
            $0.bead.assignee = agent.description
        }
        var resident = try taker(agent)
        if agent.isDog {
            resident.workPreset = preset
            try save(resident)
        }
        try tell(resident, "has \(bead) on its hook", hook: HookChange(bead: bead, isOn: true))
        switch start {
        case .defer: break
        case .now where try !isThere(resident), .restart where resident.run == nil:
            _ = try self.start(AgentStart(agent: agent, preset: agent.isDog ? nil : preset))
        case .restart:
            if let preset, !agent.isDog { try choose(preset, for: agent) }
            _ = try stop(AgentStop(agent: agent, startsAgain: true))
        case .now:
            let moment = now.advanced(by: .seconds(BeadLimits.nudgeSecondsMax))
            _ = try nudge(agent, "\(bead) is on your hook now: gt hook shows it", until: moment, .whenIdle)
        }
    }

    /// Whoever takes the bead; the Mayor's agent is there from its first bead on, and so is a dog that the plan has named.
    private func taker(_ agent: Address) throws(LedgerError) -> Resident {
        if agent.isDog, try resident(agent) == nil { return try newDog(agent) }
        guard agent == .mayor else { return try knownResident(agent) }
        let resident = try mayorsAgent()
        try save(resident)
        return resident
    }

    /// One that is about to end hears nothing any more: another follows it.
    private func isThere(_ resident: Resident) throws(LedgerError) -> Bool {
        guard let run = resident.run, let session = try session(run.incarnation) else { return false }
        return session.state != .exiting
    }

    /// Off the hook again. The bead's own state is the caller's to change.
    func unhook(_ bead: BeadID, of agent: Address) throws(LedgerError) {
        try write("DELETE FROM hooks WHERE bead = ? AND assignment = 0", .text(bead.text))
        guard var resident = try resident(agent) else { return }
        if agent.isDog { resident = try release(resident) }
        try tell(resident, "has \(bead) on its hook no longer", hook: HookChange(bead: bead, isOn: false))
    }

    /// Whether the speaker is the session of this agent, and of a dog's the one that has its work.
    func speaks(for agent: Address, about bead: BeadID) throws(LedgerError) -> Bool {
        guard speaker.actor == agent, let session = speaker.session else { return false }
        guard agent.isDog else { return true }
        return try errand(of: agent, in: session) == bead
    }
}
