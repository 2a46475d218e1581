internal import TownModel

/// What happens by itself when its moment has come.
enum LedgerTimer: Hashable, Sendable {
    /// A deferred bead can be worked on.
    case undefer(BeadID)
    /// A gate's time is over.
    case openGate(BeadID)
    case expireNudge(Int64)
    /// A molecule's step has rested, or its gate's time has come.
    case step(BeadID, Int64)
    /// The next part of a squashed molecule's rows goes.
    case clearSquashed(BeadID)
    /// An event that a step's gate waits for has come.
    case openStep(BeadID, Int64)
    /// What gates wait for has come, or is still to be looked for in the log.
    case watches
    /// A run of a plugin has taken its time.
    case endPlugin(BeadID)
    /// Nobody has acknowledged an escalation in its time.
    case reraise(BeadID)
    /// What is older than its age is cleared from the log.
    case retention

    /// nil for a timer of a later version.
    init?(kind: String, subject: String) {
        switch kind {
        case "undefer":
            guard let id = BeadID(subject) else { return nil }
            self = .undefer(id)
        case "open-gate":
            guard let id = BeadID(subject) else { return nil }
            self = .openGate(id)
        case "expire-nudge":
            guard let number = Int64(subject) else { return nil }
            self = .expireNudge(number)
        case "step", "open-step":
            guard let dot = subject.lastIndex(of: "."), let root = BeadID(String(subject[..<dot])),
                let number = Int64(subject[subject.index(after: dot)...])
            else { return nil }
            self = kind == "step" ? .step(root, number) : .openStep(root, number)
        case "clear-squashed":
            guard let id = BeadID(subject) else { return nil }
            self = .clearSquashed(id)
        case "watches": self = .watches
        case "end-plugin":
            guard let id = BeadID(subject) else { return nil }
            self = .endPlugin(id)
        case "reraise":
            guard let id = BeadID(subject) else { return nil }
            self = .reraise(id)
        case "retention": self = .retention
        default: return nil
        }
    }

    var kind: String {
        switch self {
        case .undefer: "undefer"
        case .openGate: "open-gate"
        case .expireNudge: "expire-nudge"
        case .step: "step"
        case .clearSquashed: "clear-squashed"
        case .openStep: "open-step"
        case .watches: "watches"
        case .endPlugin: "end-plugin"
        case .reraise: "reraise"
        case .retention: "retention"
        }
    }

    var subject: String {
        switch self {
        case .undefer(let id), .openGate(let id), .clearSquashed(let id), .endPlugin(let id), .reraise(let id):
            id.text
        case .expireNudge(let number): String(number)
        case .step(let root, let number), .openStep(let root, let number): "\(root).\(number)"
        case .watches: "log"
        case .retention: "log"
        }
    }

    /// One of each: setting it again moves it.
    var name: String { "\(kind)/\(subject)" }
}

extension Database {
    /// `cause`: the command or the event that led to it.
    func set(_ timer: LedgerTimer, due: Timestamp, cause: String) throws(SQLiteFailure) {
        try run(
            "INSERT OR REPLACE INTO timers (name, due, kind, subject, cause) VALUES (?, ?, ?, ?, ?)", .text(timer.name),
            .int(due.milliseconds), .text(timer.kind), .text(timer.subject), .text(cause))
    }
}

extension Transaction {
    func setTimer(_ timer: LedgerTimer, due: Timestamp) throws(LedgerError) {
        try read { (db) throws(SQLiteFailure) in try db.set(timer, due: due, cause: cause) }
    }

    func dropTimer(_ timer: LedgerTimer) throws(LedgerError) {
        try write("DELETE FROM timers WHERE name = ?", .text(timer.name))
    }

    /// The timer's moment has come; its row is gone with this transaction.
    func fire(_ timer: LedgerTimer) throws(LedgerError) {
        try dropTimer(timer)
        switch timer {
        case .undefer(let id):
            guard let row = try bead(id) else { return }
            try change(row, note: "its time has come") { $0.bead.deferUntil = nil }
        case .openGate(let id): try ripple(from: try openGate(id, because: "its time is over"))
        case .expireNudge(let number): try expireNudge(number)
        case .step(let root, let number): try stepIsDue(number, of: root)
        case .clearSquashed(let root): try clearSquashed(root)
        case .openStep(let root, let number): try openWatched(number, of: root)
        case .watches: try lookAtWatches()
        case .endPlugin(let id): try pluginIsLate(id)
        case .reraise(let id): try raiseAnew(id)
        case .retention: try Retention().clear(self)
        }
        try refreshConvoys()
    }
}
