package import TownModel

/// Whose pane is typed into: a polecat, or one of the crew, in one session.
package struct Listener: Hashable, Sendable, Codable {
    package var agent: Address
    package var session: Incarnation
    package var preset: String
    /// That preset; nil for one that comes with the program.
    package var definition: AgentPreset?
    /// What it was started for; nil: crew.
    package var bead: BeadID?
    /// The note of the session in whose place this one began.
    package var note: Int64?

    package init(_ assignment: Assignment) {
        agent = assignment.agent
        session = assignment.incarnation
        preset = assignment.preset
        definition = assignment.definition
        bead = assignment.bead
        note = assignment.renewal?.handoff
    }

    package init(_ resident: Resident, _ run: ResidentRun) {
        agent = resident.agent
        session = run.incarnation
        preset = run.preset
        definition = run.definition
    }
}

extension Worker {
    /// nil: there is no program of it to be told anything.
    var listener: Listener? {
        guard assignment.state == .running, session != nil, !isProcessGone, !assignment.isRenewed else { return nil }
        return Listener(assignment)
    }
}
