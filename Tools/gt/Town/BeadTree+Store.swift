import BeadsFormat
import Formulas
import TownModel
import Wire

/// Beads as the store has them, for making a formula of them.
extension TownClient {
    /// A bead with everything below it but what was deleted.
    func tree(of id: BeadID) async throws(CommandFailure) -> BeadTree {
        let root = try await line(of: id)
        var below = BeadSelection(includeClosed: true, includeEphemeral: false)
        below.under = id
        let parts = try await lines(below, limit: BeadTree.partsMax + 1)
        guard parts.count <= BeadTree.partsMax else {
            throw CommandFailure(
                .refused, code: "too-large", "\(id) has more than \(BeadTree.partsMax) parts", about: id.text,
                hint: "make a formula of one of its parts")
        }
        var found: [BeadTree.Part] = []
        for part in parts where part.line.text(.status) != BeadStatus.tombstone.rawValue {
            if let part = BeadTree.Part(part.line) { found.append(part) }
        }
        guard let root = BeadTree.Part(root.line) else {
            throw CommandFailure(.bug, code: "bug", "the store's line of \(id) can't be read", about: id.text)
        }
        return BeadTree(root: root, parts: found)
    }
}

extension BeadTree {
    /// Steps that a person would still read.
    static let partsMax = 5000
}

extension BeadTree.Part {
    /// nil for a line whose id is none: no store writes such a one.
    init?(_ line: BeadLine) {
        guard let id = BeadID(line.id) else { return nil }
        let edges = line.edges.compactMap { entry in BeadID(entry.to).map { (entry, $0) } }
        self.init(
            id: id, title: line.text(.title) ?? "",
            type: line.text(.type).map(BeadType.init(rawValue:)) ?? .task,
            priority: line.number(.priority).flatMap { Priority(rawValue: Int($0)) } ?? .normal,
            parent: edges.first { $0.0.type == EdgeType.parentChild.rawValue }?.1,
            createdAt: line.time(.createdAt) ?? Timestamp(milliseconds: 0))
        description = line.text(.description)
        notes = line.text(.notes)
        acceptance = line.text(.acceptanceCriteria)
        labels = line.texts(.labels).sorted()
        self.edges = edges.map { entry, to in
            Edge(from: id, to: to, type: EdgeType(rawValue: entry.type), gate: Self.gate(entry))
        }
        rest = Self.unsaid.filter { line.raw($0.rawValue) != nil }.map(\.rawValue)
    }

    /// What is work's, and no step has: who did it and when is history.
    private static let unsaid: [BeadKey] = [
        .design, .estimatedMinutes, .dueAt, .deferUntil, .externalRef, .specID, .metadata, .comments, .awaitType,
    ]

    private static func gate(_ entry: EdgeEntry) -> ChildGate? {
        guard entry.type == EdgeType.waitsFor.rawValue else { return nil }
        return entry.metadata?.contains(ChildGate.anyChildren.rawValue) == true ? .anyChildren : .allChildren
    }
}
