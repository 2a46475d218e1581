package import TownModel

/// Holds a rig's merge queue: nothing is built, tested anew or landed; what is landing is finished, and a run of gates
/// under way may finish. Again changes nothing: the answer says who holds it. A Refinery may for its own rig.
package struct QueuePause: Command {
    package typealias Reply = RigReply
    package static let verb = "queue.pause"
    package var rig: RigName
    package var reason: String?
    /// What a Refinery holds it for, and nobody else. One that was accepted already holds nothing.
    package var move: TargetMove?

    package init(rig: RigName, reason: String? = nil, move: TargetMove? = nil) {
        self.rig = rig
        self.reason = reason
        self.move = move
    }
}

/// Lets a rig's merge queue go on, whoever held it. The move that its Refinery held it for is accepted with it.
package struct QueueResume: Command {
    package typealias Reply = RigReply
    package static let verb = "queue.resume"
    package var rig: RigName

    package init(rig: RigName) { self.rig = rig }
}

/// A request that waits is taken next, before all scores; of several the one that was put first last.
package struct MergeFront: Command {
    package typealias Reply = RequestReply
    package static let verb = "merge.front"
    /// A request, or a bead: then its newest request.
    package var id: BeadID

    package init(id: BeadID) { self.id = id }
}

/// Takes a request out of the queue, unless it is landing. Its bead is open and nobody's afterwards, and no convoy feeds
/// it; what was handed in stays under its ref.
package struct MergeWithdraw: Command {
    package typealias Reply = RequestReply
    package static let verb = "merge.withdraw"
    package var id: BeadID
    package var reason: String

    package init(id: BeadID, reason: String) {
        self.id = id
        self.reason = reason
    }
}

/// A person does not want it as it is, unless it is landing. Its bead waits on a gate that only a person opens, or, with
/// `again`, goes back to a worker with the reason. What was handed in stays under its ref.
package struct MergeReject: Command {
    package typealias Reply = RequestReply
    package static let verb = "merge.reject"
    package var id: BeadID
    package var reason: String
    package var again: Bool

    package init(id: BeadID, reason: String, again: Bool = false) {
        self.id = id
        self.reason = reason
        self.again = again
    }
}

/// One that waits: its Refinery tries at once, whatever trouble it rests after. One that came to nothing: the same head is
/// queued again as a new request; a gate that asked a person about it is opened, which takes a person.
package struct MergeRetry: Command {
    package typealias Reply = RequestReply
    package static let verb = "merge.retry"
    package var id: BeadID

    package init(id: BeadID) { self.id = id }
}

package struct RequestReply: Codable, Hashable, Sendable {
    package var request: MergeRequest

    package init(request: MergeRequest) { self.request = request }
}
