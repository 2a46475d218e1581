internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A bead for one agent's own hook.
extension SlingPlanner {
    /// To a dog that has time, or to the one that has the bead already.
    func planForDogs() throws(LedgerError) -> SlingPlan {
        guard Set(sling.beads).count == 1 else {
            throw .refuse(
                .invalid, "each dog takes one bead, and that is \(sling.beads.count)", about: "@dogs",
                hint: "gt sling \(sling.beads[0]) dogs, and each other one like it; or the whole batch to a rig")
        }
        if let id = sling.beads.first, let holder = try reader.residentHolding(id), holder.isDog {
            return try plan(for: holder)
        }
        return try plan(for: try reader.freeDog(), isChosen: true)
    }

    /// - Parameter isChosen: by us; it may not be there yet.
    func plan(for agent: Address, isChosen: Bool = false) throws(LedgerError) -> SlingPlan {
        if !isChosen { try checkTakes(agent) }
        guard Set(sling.beads).count == 1, let id = sling.beads.first else {
            throw .refuse(
                .invalid, "the hook of \(agent) holds one thing, and that is \(sling.beads.count) beads",
                about: agent.description,
                hint:
                    "gt sling \(sling.beads[0]) \(agent), and each other one when that is closed; or the whole batch to a "
                    + "rig, whose polecats share it")
        }
        guard sling.arguments == nil, sling.notBefore == nil, sling.mergeMode == .merge else {
            throw .refuse(
                .invalid, "--args, --defer and --merge are for beads that polecats work off",
                about: agent.description, hint: "gt mail send \(agent) tells it something")
        }
        if let preset = sling.preset {
            if agent.isDog { try reader.checkDogPreset(preset) } else { _ = try reader.knownPreset(preset) }
        }
        let row = try reader.knownBead(id)
        let action = try hookAction(row, agent)
        return SlingPlan(
            items: [SlingPlan.Item(row: row, action: action, tracked: try reader.isTracked(id, byFeeding: false))],
            title: sling.convoyTitle ?? row.bead.title)
    }

    private func checkTakes(_ agent: Address) throws(LedgerError) {
        switch agent {
        // There as soon as somebody wants something of it.
        case .mayor: break
        case .crew, .dog:
            let resident = try reader.knownResident(agent)
            guard resident.state == .ready else {
                throw .refuse(
                    .conflict, "\(agent) is \(resident.state.rawValue)", about: agent.description,
                    hint: agent.isDog ? "gt dog list" : "gt crew list")
            }
        case .polecat(let rig, _):
            throw refusal(of: agent, "polecats are given work by the Witness of \(rig) alone")
        case .overseer, .deacon, .boot, .witness, .refinery, .store: throw refusal(of: agent, "it has no hook")
        }
    }

    private func refusal(of agent: Address, _ why: String) -> LedgerError {
        .refuse(
            .invalid, "\(agent) can't be given work directly: \(why)", about: agent.description,
            hint: "gt sling \(sling.beads.map(\.text).joined(separator: " ")) \(agent.rig?.text ?? "<rig>")")
    }

    private func hookAction(_ row: BeadRow, _ agent: Address) throws(LedgerError) -> SlingPlan.Action {
        guard row.bead.type != .epic else {
            throw .refuse(
                .invalid, "\(row.id) is an epic, which stands for several beads, and a hook holds one thing",
                about: row.id.text,
                hint: "gt bead show \(row.id) lists its children: sling one of them, or all to a rig")
        }
        if let holder = try reader.residentHolding(row.id) {
            guard holder == agent else { throw taken(row, "on the hook of \(holder)") }
            return .nothing("on the hook of \(agent)")
        }
        if let entry = try reader.dispatch(row.id) { throw taken(row, "in the queue of \(entry.rig)") }
        if let assignment = try reader.currentAssignment(of: row.id) {
            throw taken(row, "on the hook of \(assignment.agent)")
        }
        if let request = try reader.openRequest(of: row.id) { throw taken(row, "in the merge queue as \(request.id)") }
        guard row.bead.disposition == .ready || row.bead.disposition == .taken else {
            throw .refuse(
                .conflict, "\(row.id) can't be worked on now: it is \(row.bead.disposition.rawValue)",
                about: row.id.text,
                hint: "gt why \(row.id)")
        }
        if let other = try reader.hook(of: agent) {
            throw .refuse(
                .conflict, "\(other.bead) is on the hook of \(agent), and a hook holds one thing",
                about: agent.description,
                hint: "gt close \(other.bead) when it is finished, or gt unsling \(other.bead)")
        }
        return .hang(agent)
    }

    private func taken(_ row: BeadRow, _ place: String) -> LedgerError {
        .refuse(
            .conflict, "\(row.id) is \(place)", about: row.id.text, hint: "gt unsling \(row.id) first")
    }
}
