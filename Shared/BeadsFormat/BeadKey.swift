/// The keys of a bead's line that the reference knows, in its canonical order (v0.47, and later ones where they stand
/// today).
package enum BeadKey: String, CaseIterable, Sendable {
    case id, title, description, design
    case acceptanceCriteria = "acceptance_criteria"
    case notes
    case specID = "spec_id"
    case status, priority
    case type = "issue_type"
    case assignee, owner
    case estimatedMinutes = "estimated_minutes"
    case createdAt = "created_at"
    case createdBy = "created_by"
    case updatedAt = "updated_at"
    case startedAt = "started_at"
    case closedAt = "closed_at"
    case closeReason = "close_reason"
    case closedBySession = "closed_by_session"
    case dueAt = "due_at"
    case deferUntil = "defer_until"
    case externalRef = "external_ref"
    case sourceSystem = "source_system"
    case metadata
    case compactionLevel = "compaction_level"
    case compactedAt = "compacted_at"
    case compactedAtCommit = "compacted_at_commit"
    case originalSize = "original_size"
    case labels, dependencies, comments
    case deletedAt = "deleted_at"
    case deletedBy = "deleted_by"
    case deleteReason = "delete_reason"
    case originalType = "original_type"
    case sender, ephemeral
    case noHistory = "no_history"
    case wispType = "wisp_type"
    case pinned
    case isTemplate = "is_template"
    case bondedFrom = "bonded_from"
    case creator, validations
    case qualityScore = "quality_score"
    case crystallizes
    case awaitType = "await_type"
    case awaitID = "await_id"
    case timeout, waiters, holder
    case sourceFormula = "source_formula"
    case sourceLocation = "source_location"
    case hookBead = "hook_bead"
    case roleBead = "role_bead"
    case agentState = "agent_state"
    case lastActivity = "last_activity"
    case roleType = "role_type"
    case rig
    case molType = "mol_type"
    case workType = "work_type"
    case eventKind = "event_kind"
    case actor, target, payload

    /// Place in the canonical order, from 0.
    static let ranks: [String: Int] = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1.rawValue, $0) })
}
