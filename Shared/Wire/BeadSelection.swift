package import TownModel

/// Which beads are meant: all that fulfil every condition that is set.
package struct BeadSelection: Codable, Hashable, Sendable {
    package var home: BeadHome?
    package var statuses: [BeadStatus]
    package var types: [BeadType]
    package var exceptTypes: [BeadType]?
    package var dispositions: [Disposition]?
    package var priorityFrom: Priority?
    package var priorityTo: Priority?
    /// The empty text: nobody's.
    package var assignee: String?
    /// All of them.
    package var labels: [String]?
    /// At least one of them.
    package var anyLabels: [String]?
    package var withoutLabels: Bool?
    package var parent: BeadID?
    /// Parts of it, at any depth.
    package var under: BeadID?
    /// In the title, whatever the case.
    package var titleContains: String?
    package var descriptionContains: String?
    package var notesContains: String?
    package var withoutDescription: Bool?
    package var created: TimeRange?
    package var updated: TimeRange?
    package var closed: TimeRange?
    package var due: TimeRange?
    package var deferred: TimeRange?
    package var pinned: Bool?
    package var externalRef: String?
    /// Closed and deleted ones too, unless `statuses` names some.
    package var includeClosed: Bool
    package var includeTemplates: Bool
    /// Wisps' rows too, which a file should not have.
    package var includeEphemeral: Bool

    package init(
        home: BeadHome? = nil, statuses: [BeadStatus] = [], types: [BeadType] = [], assignee: String? = nil,
        labels: [String]? = nil, parent: BeadID? = nil, includeClosed: Bool = false, includeTemplates: Bool = true,
        includeEphemeral: Bool = true
    ) {
        self.home = home
        self.statuses = statuses
        self.types = types
        self.assignee = assignee
        self.labels = labels
        self.parent = parent
        self.includeClosed = includeClosed
        self.includeTemplates = includeTemplates
        self.includeEphemeral = includeEphemeral
    }
}

/// From the first moment to the last, both included; nil has no end.
package struct TimeRange: Codable, Hashable, Sendable {
    package var from: Timestamp?
    package var to: Timestamp?

    package init(from: Timestamp? = nil, to: Timestamp? = nil) {
        self.from = from
        self.to = to
    }
}

/// In which order a list comes; what is equal comes in the order of the ids, of one priority the older first.
package struct BeadOrder: Codable, Hashable, Sendable {
    package enum Key: String, Codable, Hashable, Sendable, CaseIterable {
        case id, priority, created, updated, closed, status, type, title, assignee
    }

    package var key: Key
    package var isReversed: Bool

    package init(_ key: Key = .id, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }
}
