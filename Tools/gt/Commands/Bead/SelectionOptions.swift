import ArgumentParser
import TownModel
import Wire

/// Which beads a list, a count or a search of the stale is about.
struct SelectionOptions: ParsableArguments {
    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: .shortAndLong, parsing: .singleValue, help: "Only in this status; may be repeated.")
    var status: [String] = []
    @Option(name: .shortAndLong, parsing: .singleValue, help: "Only of this type; may be repeated.")
    var type: [String] = []
    @Option(
        parsing: .singleValue,
        help: "Only what is ready, blocked, deferred, taken, not-work or closed; may be repeated.")
    var state: [Disposition] = []
    @Option(name: .shortAndLong, help: "Only of this priority, or a range: 0, P1, 0-2.") var priority: PriorityRange?
    @Option(name: .shortAndLong, help: "Only of this assignee.") var assignee: String?
    @Flag(help: "Only nobody's.") var unassigned = false
    @Option(name: .shortAndLong, parsing: .singleValue, help: "Only with this label; repeated: with all of them.")
    var label: [String] = []
    @Option(parsing: .singleValue, help: "Only with one of these labels; may be repeated.") var anyLabel: [String] = []
    @Option(help: "Only parts of this bead.", completion: IDCompletion.beads) var parent: String?
    @Option(help: "Only what is below this bead, at any depth.", completion: IDCompletion.beads) var under: String?
    @Option(help: "Only with this in the title.") var title: String?
    @Option(help: "Only made at or after this time (RFC 3339).") var createdAfter: Timestamp?
    @Option(help: "Only made at or before this time.") var createdBefore: Timestamp?
    @Option(help: "Only changed at or after this time.") var updatedAfter: Timestamp?
    @Option(help: "Only changed at or before this time.") var updatedBefore: Timestamp?
    @Option(help: "Only due at or before this time.") var dueBefore: Timestamp?
    @Flag(help: "Closed ones too.") var all = false

    /// A list of work leaves out what stands for an agent or a role, unless it is asked for by its type or as not work.
    func selection(_ client: TownClient, ofWork: Bool = true) async throws -> BeadSelection {
        var selection = BeadSelection(
            home: rig, statuses: status.map(BeadStatus.init(rawValue:)), types: type.map(BeadType.init(rawValue:)),
            assignee: unassigned ? "" : assignee, labels: label.isEmpty ? nil : label,
            includeClosed: all || state.contains(.closed))
        if ofWork, type.isEmpty, !state.contains(.notWork) { selection.exceptTypes = BeadType.identities }
        selection.dispositions = state.isEmpty ? nil : state
        selection.priorityFrom = priority?.from
        selection.priorityTo = priority?.to
        selection.anyLabels = anyLabel.isEmpty ? nil : anyLabel
        if let parent { selection.parent = try await client.bead(parent) }
        if let under { selection.under = try await client.bead(under) }
        selection.titleContains = title
        selection.created = Self.range(createdAfter, createdBefore)
        selection.updated = Self.range(updatedAfter, updatedBefore)
        selection.due = Self.range(nil, dueBefore)
        return selection
    }

    private static func range(_ from: Timestamp?, _ to: Timestamp?) -> TimeRange? {
        from == nil && to == nil ? nil : TimeRange(from: from, to: to)
    }
}

/// `1`, `P1`, `0-2`.
struct PriorityRange: ExpressibleByArgument {
    let from: Priority
    let to: Priority

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map {
            PriorityArgument(argument: String($0))?.value
        }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
            return nil
        }
        from = first
        to = last
    }
}

/// `90s`, `30m`, `2h`, `3d`, `1w`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let last = argument.last, let unit = units[last], let number = Int64(argument.dropLast()), number > 0,
            case let (seconds, isTooMuch) = number.multipliedReportingOverflow(by: unit), !isTooMuch
        else { return nil }
        duration = .seconds(seconds)
    }

    var defaultValueDescription: String { Age.text(duration) }
}

extension Disposition: ExpressibleByArgument {}
extension BeadCount.Group: ExpressibleByArgument {}
extension BeadOrder.Key: ExpressibleByArgument {}
extension ChildGate: ExpressibleByArgument {}
