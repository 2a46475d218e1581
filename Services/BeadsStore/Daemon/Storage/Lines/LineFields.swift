internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel

/// The fields of a line that are columns of the ledger. Reading and writing are each other's inverse: what is read from a
/// line and not changed is written as no change, so that the line keeps its bytes.
struct LineFields: Hashable {
    var title: String
    var description: String
    var status: BeadStatus
    var priority: Priority
    var type: BeadType
    var assignee: String?
    var labels: [String]
    var createdAt: Timestamp
    var createdBy: String
    var updatedAt: Timestamp
    var closedAt: Timestamp?
    var closeReason: String?
    var outcome: Outcome?
    /// nil also when the moment is past: then it puts nothing off any more.
    var deferUntil: Timestamp?
    var pinned: Bool
    var marks: BeadMarks

    /// What no column of the reference has: how a bead ended, where its words do not say so.
    private static let outcomeKey = "outcome"
    /// Its older name for `ephemeral`.
    private static let wispKey = "wisp"

    /// As the reference reads it: what is missing has its default.
    init(_ line: BeadLine, at now: Timestamp) {
        title = line.text(.title) ?? ""
        description = line.text(.description) ?? ""
        status = line.text(.status).flatMap { $0.isEmpty ? nil : BeadStatus(rawValue: $0) } ?? .open
        priority = Self.priority(line.number(.priority))
        type = line.text(.type).flatMap { $0.isEmpty ? nil : BeadType(rawValue: $0) } ?? .task
        assignee = Self.nonEmpty(line.text(.assignee))
        labels = Set(line.texts(.labels)).sorted()
        let updated = line.time(.updatedAt)
        createdAt = line.time(.createdAt) ?? updated ?? Self.unknown
        createdBy = line.text(.createdBy) ?? ""
        updatedAt = updated ?? createdAt
        closedAt = line.time(.closedAt)
        closeReason = Self.nonEmpty(line.text(.closeReason))
        outcome = Self.outcome(line, status: status, reason: closeReason)
        deferUntil = line.time(.deferUntil).flatMap { $0 > now ? $0 : nil }
        pinned = line.flag(.pinned)
        marks = []
        if line.flag(.ephemeral) || line.isTrue(named: Self.wispKey) { marks.insert(.ephemeral) }
        if line.flag(.isTemplate) { marks.insert(.template) }
    }

    init(_ row: BeadRow) {
        let bead = row.bead
        title = bead.title
        description = bead.description
        status = bead.status
        priority = bead.priority
        type = bead.type
        assignee = Self.nonEmpty(bead.assignee)
        labels = bead.labels
        createdAt = bead.createdAt
        createdBy = bead.createdBy
        updatedAt = bead.updatedAt
        closedAt = bead.closedAt
        closeReason = Self.nonEmpty(bead.closeReason)
        outcome = bead.outcome
        deferUntil = bead.deferUntil
        pinned = bead.pinned
        marks = row.marks
        if status == .submitted {
            // Other tools know no queue: to them it is in work, with a label.
            status = .inProgress
            labels = Set(labels + [SubmittedLabel.text]).sorted()
        }
    }

    /// Changes of the line what it says differently, and nothing else.
    func write(into line: inout BeadLine, at now: Timestamp) {
        let old = LineFields(line, at: now)
        let isNew = line.text(.title) == nil
        if isNew || title != old.title { line.set(.title, text: title) }
        if description != old.description { line.set(.description, text: description) }
        if isNew || status != old.status { line.set(.status, text: status.rawValue) }
        if isNew || priority != old.priority { line.set(.priority, number: Int64(priority.rawValue)) }
        if isNew || type != old.type { line.set(.type, text: type.rawValue) }
        if assignee != old.assignee { line.set(.assignee, text: assignee) }
        if labels != old.labels { line.set(.labels, texts: labels) }
        if createdAt != old.createdAt { line.set(.createdAt, time: createdAt) }
        if createdBy != old.createdBy { line.set(.createdBy, text: createdBy) }
        if isNew || updatedAt != old.updatedAt { line.set(.updatedAt, time: updatedAt) }
        if closedAt != old.closedAt { line.set(.closedAt, time: closedAt) }
        if closeReason != old.closeReason { line.set(.closeReason, text: closeReason) }
        writeOutcome(into: &line)
        if deferUntil != old.deferUntil { line.set(.deferUntil, time: deferUntil) }
        if pinned != old.pinned { line.set(.pinned, flag: pinned) }
        if marks.contains(.template) != old.marks.contains(.template) {
            line.set(.isTemplate, flag: marks.contains(.template))
        }
    }

    /// Only where the words of the reason say something else, so that a file is the reference's as far as it can be.
    private func writeOutcome(into line: inout BeadLine) {
        guard Self.outcome(line, status: status, reason: closeReason) != outcome else { return }
        line.set(Self.outcomeKey, raw: nil)
        guard let outcome, outcome != Self.outcome(line, status: status, reason: closeReason) else { return }
        line.set(named: Self.outcomeKey, text: outcome.rawValue)
    }

    private static func outcome(_ line: BeadLine, status: BeadStatus, reason: String?) -> Outcome? {
        guard status == .closed else { return nil }
        if let stored = line.text(named: outcomeKey).flatMap(Outcome.init(rawValue:)) { return stored }
        return FailureWords.are(in: reason ?? "") ? .failed : .success
    }

    /// Absent is 0, critical: older writers left a zero out. Beyond the scale: its nearest end.
    private static func priority(_ number: Int64?) -> Priority {
        Priority(rawValue: Int(min(max(number ?? 0, 0), 4))) ?? .normal
    }

    private static func nonEmpty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }

    private static let unknown = Timestamp(milliseconds: 0)
}

/// How the merge queue shows in a file that other tools read.
enum SubmittedLabel {
    static let text = "gt:submitted"
}
