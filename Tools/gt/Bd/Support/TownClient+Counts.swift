import TownModel
import Wire

extension TownClient {
    /// As the reference counts: what is deleted is not there any more, unless it is asked for; what is in the merge
    /// queue is in work.
    func countWithoutDeleted(
        _ selection: BeadSelection, by group: BeadCount.Group? = nil
    ) async throws(CommandFailure) -> BeadCounts {
        var counts = try await query(BeadCount(selection: selection, by: group))
        if selection.statuses.isEmpty, selection.includeClosed {
            var deleted = selection
            deleted.statuses = [.tombstone]
            let gone = try await query(BeadCount(selection: deleted, by: group))
            counts.total -= gone.total
            let less = Dictionary(gone.groups.map { ($0.name, $0.count) }, uniquingKeysWith: { $1 })
            counts.groups = counts.groups.map { .init(name: $0.name, count: $0.count - (less[$0.name] ?? 0)) }
        }
        if group == .status {
            var sums: [String: Int] = [:]
            for group in counts.groups {
                let isQueued = group.name == BeadStatus.submitted.rawValue
                sums[isQueued ? BeadStatus.inProgress.rawValue : group.name, default: 0] += group.count
            }
            counts.groups = sums.map { .init(name: $0, count: $1) }
        }
        counts.groups = counts.groups.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return counts
    }
}
