package import TownModel

/// What the Refinery wants done. Hands first, then words for the store.
package enum Effect: Hashable, Sendable {
    /// Bring the target up to date, look for the request in it, else build its merge, dated `at`.
    case prepare(MergeRequest, hasRemote: Bool, at: Timestamp)
    /// Run the gates on a candidate, in a directory of its own.
    case test(Candidate, [Gate])
    /// Compare a landing with the world.
    case locate(Landing)
    /// Move the target from base to tip, if it is at base, and read it back.
    case move(Landing)

    /// Have the clone refuse everybody else's hands on these branches.
    case guardTargets([String])

    case sayTesting(Candidate)
    case sayLanding(Candidate, [GateResult])
    /// `landing` is set when its intent ends with this; not for work that was found in the target.
    case sayLanded(BeadID, LandingProof, landing: Landing?)
    /// Green, and to be kept as it is: the target does not move.
    case sayKept(Candidate, [GateResult])
    case sayRequeued(Landing, reason: String)
    /// `candidate` is set when the run of its gates ends with this.
    case sayReturned(BeadID, Fault, reason: String, log: String?, candidate: Candidate?)
    case escalate(Escalation)
    case wake(at: Timestamp)
}

/// Whose fault it is that a request can't land as it is.
package enum Fault: Hashable, Sendable {
    case conflict
    case failure
}

/// Something that a person must know.
package struct Escalation: Hashable, Sendable {
    /// Names the thing and its generation: one occurrence is told once.
    package var id: CommandID
    /// What it is about: an open escalation of the same source is counted up, not made again.
    package var source: String
    package var severity: Severity
    package var text: String
    package var about: BeadID?

    package init(id: CommandID, source: String, severity: Severity, text: String, about: BeadID? = nil) {
        self.id = id
        self.source = source
        self.severity = severity
        self.text = text
        self.about = about
    }
}
