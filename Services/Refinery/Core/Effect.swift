package import TownModel

/// What the Refinery wants done. Hands first, then words for the store.
package enum Effect: Hashable, Sendable {
    /// Bring the target up to date, look for the requests in it, and build a stack of the others in this order, dated
    /// `at`.
    case prepare([MergeRequest], target: String, hasRemote: Bool, style: MergeStyle = .merge, at: Timestamp)
    /// A first look at a request while others are tested: does it merge with the target as it is known here?
    case check(MergeRequest, style: MergeStyle = .merge, at: Timestamp)
    /// Run the gates on a candidate, in a directory of its own.
    case test(Candidate)
    /// Compare a landing with the world.
    case locate(Landing)
    /// Move the target from base to tip, if it is at base, and read it back.
    case move(Landing)

    /// Have the clone refuse everybody else's hands on these branches.
    case guardTargets([String])

    /// The clone's upkeep, if it was not done lately: remove refs of work that has landed long ago, collect garbage. And
    /// that of the logs of gates.
    case maintain(target: String, hasRemote: Bool, sparing: Spared, at: Timestamp)

    case sayTesting(Candidate)
    /// What a run of the gates found; its intent ends with this.
    case sayJudged(Candidate, GateRun)
    case sayLanding(Landing)
    /// It was found in the target.
    case sayContained(BeadID, LandingProof)
    case sayLanded(Landing)
    /// Green, and to be kept as it is: the target does not move.
    case sayKept(BeadID, LandingProof)
    case sayRequeued(Landing, reason: String)
    case sayReturned(BeadID, Fault, reason: String, log: String?)
    /// It merges with the target and not with those that are tested now: it waits for what becomes of them.
    case sayWaits(BeadID, on: [BeadID], reason: String, at: Timestamp)
    /// Others have moved a target, as it was seen `at`: the queue is to be held.
    case sayHeld(TargetMove, at: Timestamp)
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
