internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A selection and an order as SQL with its values. Sets travel as one JSON value: the texts are few, and each is compiled
/// once.
struct BeadFilter {
    private var conditions: [String] = []
    private(set) var values: [SQLiteValue] = []
    private let order: BeadOrder
    private let home: BeadHome?
    /// Of what may be found.
    private let dispositions: [Disposition]
    /// Few beads fulfil a condition that an index of its own answers.
    private var isNarrow: Bool
    private var offset: Int64 = 0

    /// - Parameter after: the cursor that `next` gave; refused when it is none of this order.
    init(_ selection: BeadSelection, order: BeadOrder = BeadOrder(), after: String? = nil) throws(LedgerError) {
        self.order = order
        home = selection.home
        dispositions = Self.dispositions(selection)
        isNarrow =
            selection.labels != nil || selection.anyLabels != nil || selection.parent != nil || selection.under != nil
        addWords(selection)
        addFacts(selection)
        addTimes(selection)
        guard let after else { return }
        if isByID {
            add("id \(order.isReversed ? "<" : ">") ?", .text(after))
        } else if let number = Int64(after), number > 0 {
            offset = number
        } else {
            throw .refuse(.invalid, "not a cursor of this order: \(after.debugDescription)", hint: "begin anew")
        }
    }

    /// Only these, of all that are selected.
    mutating func restrict(to ids: [String]) {
        addSet("id", JSONText.text(ids))
        isNarrow = true
    }

    var isByID: Bool { order.key == .id }

    /// Where the next page begins.
    func next(after last: BeadID?, shown: Int) -> String? {
        isByID ? last?.text : String(offset + Int64(shown))
    }

    /// - Parameter limit: rows at most.
    /// - Parameter homes: all that have beads, as their column has them.
    func select(_ columns: String, limit: Int, homes: [String]) -> (sql: String, values: [SQLiteValue]) {
        let direction = order.isReversed ? "DESC" : "ASC"
        let rest = order.key == .priority ? "created_at, id" : "id"
        let keys = isByID ? "id \(direction)" : "\(order.column) \(direction), \(rest)"
        let end = "ORDER BY \(keys) LIMIT ? OFFSET ?"
        let last: [SQLiteValue] = [.int(Int64(limit)), .int(offset)]
        let arms = arms(homes)
        guard !arms.isEmpty else { return ("SELECT \(columns) FROM beads \(condition) \(end)", values + last) }
        // Each is in order by the index already, and they are merged as far as the limit goes.
        let others = conditions.isEmpty ? "" : " AND \(conditions.joined(separator: " AND "))"
        let selects = arms.map { arm in
            let side = arm.disposition == .closed ? "status IN ('closed', 'tombstone')" : "disposition <> 'closed'"
            return "SELECT \(columns) FROM beads WHERE rig = ? AND disposition = ? AND \(side)\(others)"
        }
        return (
            "\(selects.joined(separator: " UNION ALL ")) \(end)",
            arms.flatMap { [.text($0.home), .text($0.disposition.rawValue)] + values } + last
        )
    }

    /// Whether `select` must know every home.
    var needsHomes: Bool { home == nil && isMerged }

    private var isMerged: Bool { order.key == .priority && !order.isReversed && !isNarrow }

    /// By priority, a list is put together of homes and of what beads wait for: for each of them an index has the order. None
    /// where that is no help, or they are too many.
    private func arms(_ homes: [String]) -> [(home: String, disposition: Disposition)] {
        guard isMerged else { return [] }
        let homes = home.map { [$0.description] } ?? homes
        guard homes.count * dispositions.count <= QueryLimits.armsMax else { return [] }
        return homes.flatMap { home in dispositions.map { (home, $0) } }
    }

    private static func dispositions(_ selection: BeadSelection) -> [Disposition] {
        if let dispositions = selection.dispositions { return dispositions }
        let possible = Set(selection.statuses.flatMap(Readiness.dispositions))
        return Disposition.allCases.filter { one in
            possible.isEmpty ? one != .closed || selection.includeClosed : possible.contains(one)
        }
    }

    var condition: String { conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))" }

    private mutating func addWords(_ selection: BeadSelection) {
        if let home = selection.home { add("rig = ?", .text(home.description)) }
        if !selection.statuses.isEmpty {
            addSet("status", JSONText.text(selection.statuses))
            // Said as the indexes say it.
            if selection.statuses.allSatisfy(\.isEnded) { add("status IN ('closed', 'tombstone')") }
            if !selection.statuses.contains(where: \.isEnded) { add("disposition <> 'closed'") }
        } else if !selection.includeClosed {
            add("disposition <> 'closed'")
        }
        if !selection.types.isEmpty { addSet("type", JSONText.text(selection.types)) }
        if let types = selection.exceptTypes { addSet("type", JSONText.text(types), isWithin: false) }
        if let assignee = selection.assignee { add("coalesce(assignee, '') = ?", .text(assignee)) }
        for label in selection.labels ?? [] {
            add("id IN (SELECT bead FROM labels WHERE label = ?)", .text(label))
        }
        if let labels = selection.anyLabels {
            add(
                "id IN (SELECT bead FROM labels WHERE label IN (SELECT value FROM json_each(?)))",
                .text(JSONText.text(labels)))
        }
        if selection.withoutLabels == true { add("id NOT IN (SELECT bead FROM labels)") }
        addContains("title", selection.titleContains)
        addContains("description", selection.descriptionContains)
        addContains(Self.field("notes"), selection.notesContains)
        if selection.withoutDescription == true { add("description = ''") }
        if let reference = selection.externalRef { add("\(Self.field("external_ref")) = ?", .text(reference)) }
    }

    private mutating func addFacts(_ selection: BeadSelection) {
        if let dispositions = selection.dispositions {
            add("disposition IN (\(dispositions.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
        }
        if let from = selection.priorityFrom { add("priority >= ?", .int(Int64(from.rawValue))) }
        if let to = selection.priorityTo { add("priority <= ?", .int(Int64(to.rawValue))) }
        if let parent = selection.parent { add("parent = ?", .text(parent.text)) }
        if let root = selection.under { add("id IN (\(PartsSQL.ids("?")))", .text(root.text)) }
        if let pinned = selection.pinned { add("pinned = ?", .flag(pinned)) }
        var hidden: BeadMarks = []
        if !selection.includeTemplates { hidden.insert(.template) }
        if !selection.includeEphemeral { hidden.insert(.ephemeral) }
        if !hidden.isEmpty { add("marks & \(hidden.rawValue) = 0") }
    }

    private mutating func addTimes(_ selection: BeadSelection) {
        addRange("created_at", selection.created)
        addRange("updated_at", selection.updated)
        addRange("closed_at", selection.closed)
        addRange("defer_until", selection.deferred)
        // In the line, as it was written, whatever its zone.
        addRange("(unixepoch(\(Self.field("due_at"))) * 1000)", selection.due)
    }

    /// A field that only the line has.
    private static func field(_ key: String) -> String {
        "(SELECT json_extract(CAST(bytes AS TEXT), '$.\(key)') FROM lines WHERE bead = beads.id)"
    }

    private mutating func addRange(_ column: String, _ range: TimeRange?) {
        if let from = range?.from { add("\(column) >= ?", .int(from.milliseconds)) }
        if let to = range?.to { add("\(column) <= ?", .int(to.milliseconds)) }
    }

    private mutating func addContains(_ column: String, _ text: String?) {
        if let text { add("instr(lower(\(column)), lower(?)) > 0", .text(text)) }
    }

    private mutating func addSet(_ column: String, _ json: String, isWithin: Bool = true) {
        add("\(column) \(isWithin ? "" : "NOT ")IN (SELECT value FROM json_each(?))", .text(json))
    }

    private mutating func add(_ condition: String, _ value: SQLiteValue...) {
        conditions.append(condition)
        values += value
    }
}

extension BeadOrder {
    fileprivate var column: String {
        switch key {
        case .id: "id"
        case .priority: "priority"
        case .created: "created_at"
        case .updated: "updated_at"
        case .closed: "closed_at"
        case .status: "status"
        case .type: "type"
        case .title: "title COLLATE NOCASE"
        case .assignee: "coalesce(assignee, '')"
        }
    }
}
