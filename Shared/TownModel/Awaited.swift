/// One thing that is awaited: by which rule, whose turn it is, and at which moment.
package struct Awaited: Hashable, Sendable, Codable {
    package var rule: WaitingRule
    /// For people: what is waited for.
    package var text: String
    /// Who or what moves it: an address, the id of a bead, or words.
    package var mover: String
    /// The bead, request or convoy that is waited for; nil where it is none.
    package var about: BeadID?
    /// The moment at which it happens by itself.
    package var due: Timestamp?
    /// The name of the timer's row; nil where a role keeps the moment.
    package var timer: String?

    package init(
        _ rule: WaitingRule, _ text: String, mover: String, about: BeadID? = nil, due: Timestamp? = nil,
        timer: String? = nil
    ) {
        self.rule = rule
        self.text = text
        self.mover = mover
        self.about = about
        self.due = due
        self.timer = timer
    }

    package init(_ rule: WaitingRule, _ text: String, mover: Address, due: Timestamp? = nil, timer: String? = nil) {
        self.init(rule, text, mover: mover.description, due: due, timer: timer)
    }
}

/// The rules by which something waits in a town.
package enum WaitingRule: String, Hashable, Sendable, Codable, CaseIterable {
    // Work that nobody has begun.
    /// Ready, and no open convoy feeds it.
    case sling
    /// Ready: a convoy feeds it.
    case feed
    /// In a rig's dispatch queue: its Witness takes it next.
    case claim
    /// In the queue, and the rig has as many workers as it may have.
    case room
    /// In the queue, and rests after the attempt before.
    case backoff
    /// Another bead keeps it waiting.
    case edge
    /// A bead above it keeps it waiting.
    case parent
    /// Not before a moment.
    case deferral
    /// Its status says so, which somebody set.
    case status
    /// It is no work: a gate, an epic, a record.
    case record
    /// Somebody has it without a hook here.
    case elsewhere
    // Work on a hook.
    case worktree
    case start
    case firstWord = "first-word"
    case work
    case leave
    case retirement
    /// Its session is idle: the Witness nudges it.
    case propulsion
    /// A limit of the agent's provider.
    case limit
    /// Nudges led to nothing, or the agent is gone from under its shim: a person looks.
    case stall
    /// Nobody could see what its session does.
    case sight
    // Work that is handed in.
    case turn
    /// Somebody holds its rig's merge queue.
    case held
    case gates
    case landing
    // Bundles, words, people.
    case member
    case nudge
    case mail
    case intent
    /// Idle: waits for work.
    case idle
    // What holds up everything else.
    case stopped
    case parked
    /// The process whose turn it is was not heard of.
    case service
}
