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
        let resident = try taker(agent)
        try tell(resident, "has \(bead) on its hook")
        switch start {
        case .defer: break
        case .now where try !isThere(resident), .restart where resident.run == nil:
            _ = try self.start(AgentStart(agent: agent, preset: preset))
        case .restart:
            if let preset { try choose(preset, for: agent) }
            _ = try stop(AgentStop(agent: agent, startsAgain: true))
        case .now:
            let moment = now.advanced(by: .seconds(BeadLimits.nudgeSecondsMax))
            _ = try nudge(agent, "\(bead) is on your hook now: gt hook shows it", until: moment, .whenIdle)
        }
    }

    /// Whoever takes the bead; the Mayor's agent is there from its first bead on.
    private func taker(_ agent: Address) throws(LedgerError) -> Resident {
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
        guard let resident = try resident(agent) else { return }
        try tell(resident, "has \(bead) on its hook no longer")
    }
}
