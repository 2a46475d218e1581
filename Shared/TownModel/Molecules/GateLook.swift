/// A shut gate of a molecule that somebody with hands looks at: a command, a run of the forge, a pull request.
package struct GateLook: Hashable, Sendable, Codable {
    package var molecule: BeadID
    package var number: Int64
    /// The molecule's; nil: the town's own.
    package var rig: RigName?
    /// Which look it is, from 1. What was found says it, and is ignored when it is about another one.
    package var look: Int64
    /// Not before this moment.
    package var due: Timestamp

    package init(molecule: BeadID, number: Int64, rig: RigName? = nil, look: Int64 = 1, due: Timestamp) {
        self.molecule = molecule
        self.number = number
        self.rig = rig
        self.look = look
        self.due = due
    }

    /// The step's.
    package var id: String { "\(molecule).\(number)" }

    /// From this look, which found it shut, to the next: half a minute, doubling up to a quarter of an hour.
    package var pause: Duration { .seconds(min(30 << min(max(look - 1, 0), 5), 900)) }

    /// The next one, when this one has found it shut.
    package func next(after now: Timestamp) -> GateLook {
        GateLook(molecule: molecule, number: number, rig: rig, look: look + 1, due: now.advanced(by: pause))
    }
}

/// What a look at a gate came to.
package enum GateFinding: Hashable, Sendable {
    case open
    /// Also when it could not be looked at: with the reason.
    case shut(String)
    /// Not even the gate itself could be asked for: as if nobody had looked.
    case notNow
}
