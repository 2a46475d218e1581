/// `from` depends on (or refers to) `to`.
package struct Edge: Hashable, Sendable, Codable {
    package var from: BeadID
    package var to: BeadID
    package var type: EdgeType
    /// Of a `waits-for` edge: which of the children count; nil for every other type.
    package var gate: ChildGate?

    package init(from: BeadID, to: BeadID, type: EdgeType, gate: ChildGate? = nil) {
        self.from = from
        self.to = to
        self.type = type
        self.gate = gate
    }
}

/// What an edge means. Words beyond ours come in with imports, are kept, and never block.
package struct EdgeType: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Until the other is closed.
    package static let blocks = EdgeType(rawValue: "blocks")
    /// Until the other has landed; closing is landing here.
    package static let mergeBlocks = EdgeType(rawValue: "merge-blocks")
    /// Only if the other fails; if it ends in any other way, this one is skipped.
    package static let conditionalBlocks = EdgeType(rawValue: "conditional-blocks")
    /// Until children of the other are closed: see `ChildGate`.
    package static let waitsFor = EdgeType(rawValue: "waits-for")
    /// What holds the parent back holds the child back.
    package static let parentChild = EdgeType(rawValue: "parent-child")
    package static let related = EdgeType(rawValue: "related")
    package static let discoveredFrom = EdgeType(rawValue: "discovered-from")
    /// Convoy → bead. Never blocks.
    package static let tracks = EdgeType(rawValue: "tracks")
    /// Gate → the bead whose end opens it. Never blocks.
    package static let until = EdgeType(rawValue: "until")

    /// Types of which one edge can keep a bead from being ready. (A parent's state is handed down besides.)
    package static let holding: [EdgeType] = [.blocks, .mergeBlocks, .conditionalBlocks, .waitsFor]

    /// What `gt bead dep add --type` offers.
    package static let creatable: [EdgeType] =
        [.blocks, .parentChild, .conditionalBlocks, .waitsFor, .mergeBlocks, .related, .discoveredFrom]
        + [
            "relates-to", "replies-to", "duplicates", "supersedes", "caused-by", "validates", "delegated-from",
            "authored-by", "assigned-to", "approved-by", "attests",
        ].map(EdgeType.init)
}

/// Which children a `waits-for` edge waits for.
package enum ChildGate: String, Hashable, Sendable, Codable, CaseIterable {
    /// The bead itself, and every child it has.
    case allChildren = "all-children"
    /// One child; with a bead that ended without children, nothing.
    case anyChildren = "any-children"
}
