/// A file of beads, read whatever is in it: what can't be used is named by its line, and the rest goes in.
package struct BeadsFile: Hashable, Sendable {
    /// Every line that is a bead, in the file's order; an id may come twice.
    package private(set) var beads: [BeadLine] = []
    package private(set) var findings: [BeadFinding] = []

    /// Throws when the file is in the middle of a merge: then no line of it can be trusted.
    package init(_ bytes: [UInt8]) throws(FileFault) {
        var places: [Int] = []
        var number = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            number += 1
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            if Self.isConflictMarker(line) {
                throw .conflict(line: number, text: String(decoding: line.prefix(60), as: UTF8.self))
            }
            do throws(LineFault) {
                guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else {
                    findings.append(BeadFinding(line: number, id: nil, kind: .blank))
                    continue
                }
                beads.append(try BeadLine(line))
                places.append(number)
            } catch {
                findings.append(BeadFinding(line: number, id: nil, kind: .broken, detail: "\(error)"))
            }
        }
        judge(places)
    }

    /// Of a part of a larger file: its first line is not the first.
    package mutating func shiftLines(by offset: Int) {
        for index in findings.indices { findings[index].line += offset }
    }

    /// What the file is when it is written: one bead a line.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for bead in beads {
            bytes += bead.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// `places`: the line of each bead.
    private mutating func judge(_ places: [Int]) {
        var firstLine: [ExactText: Int] = [:]
        for (bead, line) in zip(beads, places) where firstLine[ExactText(bead.id)] == nil {
            firstLine[ExactText(bead.id)] = line
        }
        for (bead, line) in zip(beads, places) {
            if let first = firstLine[ExactText(bead.id)], first != line {
                findings.append(BeadFinding(line: line, id: bead.id, kind: .duplicateID, detail: "line \(first)"))
            }
            for (kind, detail) in bead.oddities(isKnown: { firstLine[ExactText($0)] != nil }) {
                findings.append(BeadFinding(line: line, id: bead.id, kind: kind, detail: detail))
            }
        }
        findings.sort { $0.line < $1.line }
    }

    private static func isConflictMarker(_ line: ArraySlice<UInt8>) -> Bool {
        ["<<<<<<<", "|||||||", ">>>>>>>"].contains { line.starts(with: $0.utf8) }
            || line.elementsEqual("=======".utf8) || line.elementsEqual("=======\r".utf8)
    }
}

package enum FileFault: Error, Hashable, Sendable, CustomStringConvertible {
    case conflict(line: Int, text: String)

    package var description: String {
        switch self {
        case .conflict(let line, let text):
            "line \(line) is a conflict marker (\(text)): finish the merge, then read the file again"
        }
    }
}

/// Something in a file that a person may want to know of. Only `broken` means that a line did not go in.
package struct BeadFinding: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// No bead: `detail` says why.
        case broken
        case blank
        /// Another line had this id before: `detail` names it.
        case duplicateID = "duplicate-id"
        /// Read as 0, critical, as the reference does.
        case missingPriority = "missing-priority"
        case unknownStatus = "unknown-status"
        case unknownType = "unknown-type"
        case unknownEdgeType = "unknown-edge-type"
        /// No line of this file has the id that an edge leads to.
        case danglingEdge = "dangling-edge"
        /// An edge that says it begins at another bead.
        case strayEdge = "stray-edge"
        case tombstoneWithEdges = "tombstone-with-edges"
        /// It has `deleted_at` and is no tombstone.
        case deletedButLive = "deleted-but-live"
        /// A wisp's row, which should never have been exported.
        case ephemeral
        /// On the hook of an agent that this town may not have.
        case heldElsewhere = "held-elsewhere"
    }

    package var line: Int
    package var id: String?
    package var kind: Kind
    package var detail: String?

    package init(line: Int, id: String?, kind: Kind, detail: String? = nil) {
        self.line = line
        self.id = id
        self.kind = kind
        self.detail = detail
    }
}

extension BeadLine {
    fileprivate func oddities(isKnown: (String) -> Bool) -> [(BeadFinding.Kind, String?)] {
        var found: [(BeadFinding.Kind, String?)] = []
        let status = text(.status) ?? "open"
        if number(.priority) == nil { found.append((.missingPriority, nil)) }
        if !KnownWords.statuses.contains(status) { found.append((.unknownStatus, status)) }
        if let type = text(.type), !KnownWords.types.contains(type) { found.append((.unknownType, type)) }
        let edges = edges
        for edge in edges {
            if !KnownWords.edgeTypes.contains(edge.type) { found.append((.unknownEdgeType, edge.type)) }
            if !edge.isExternal, !isKnown(edge.to) { found.append((.danglingEdge, edge.to)) }
            if edge.from != id { found.append((.strayEdge, edge.from)) }
        }
        if status == "tombstone" {
            if !edges.isEmpty { found.append((.tombstoneWithEdges, "\(edges.count)")) }
        } else if raw(BeadKey.deletedAt.rawValue) != nil {
            found.append((.deletedButLive, text(.deletedAt)))
        }
        // `wisp` is its older name.
        if flag(.ephemeral) || raw("wisp").map({ $0.elementsEqual("true".utf8) }) == true {
            found.append((.ephemeral, nil))
        }
        if status == "hooked" { found.append((.heldElsewhere, text(.assignee))) }
        return found
    }
}

/// The words that the reference gives a meaning to, up to version 1.0.
private enum KnownWords {
    static let statuses: Set = [
        "open", "in_progress", "blocked", "deferred", "closed", "tombstone", "pinned", "hooked",
    ]
    static let types: Set = [
        "bug", "feature", "task", "epic", "chore", "message", "merge-request", "molecule", "gate", "agent", "role",
        "rig", "convoy", "event", "slot", "decision", "spike", "story", "milestone",
    ]
    static let edgeTypes: Set = [
        "blocks", "parent-child", "conditional-blocks", "waits-for", "related", "discovered-from", "replies-to",
        "relates-to", "duplicates", "supersedes", "authored-by", "assigned-to", "approved-by", "attests", "tracks",
        "until", "caused-by", "validates", "delegated-from",
    ]
}
