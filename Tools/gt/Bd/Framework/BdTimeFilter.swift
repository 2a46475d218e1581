import ArgumentParser
import TownModel
import Wire

/// Ranges of moments: RFC 3339, a date, or words (`-7d`, `yesterday`).
struct BdTimeFilter: ParsableArguments {
    @Option(parsing: .unconditional, help: "Made at this moment or later.") var createdAfter: BdMoment?
    @Option(parsing: .unconditional, help: "Made at this moment or earlier.") var createdBefore: BdMoment?
    @Option(parsing: .unconditional, help: "Changed at this moment or later.") var updatedAfter: BdMoment?
    @Option(parsing: .unconditional, help: "Changed at this moment or earlier.") var updatedBefore: BdMoment?
    @Option(parsing: .unconditional, help: "Closed at this moment or later.") var closedAfter: BdMoment?
    @Option(parsing: .unconditional, help: "Closed at this moment or earlier.") var closedBefore: BdMoment?
    @Option(parsing: .unconditional, help: "Due at this moment or later.") var dueAfter: BdMoment?
    @Option(parsing: .unconditional, help: "Due at this moment or earlier.") var dueBefore: BdMoment?
    @Option(parsing: .unconditional, help: "Deferred until this moment or later.") var deferAfter: BdMoment?
    @Option(parsing: .unconditional, help: "Deferred until this moment or earlier.") var deferBefore: BdMoment?
    @Flag(help: "Due already.") var overdue = false
    @Flag(help: "Only what is put off.") var deferred = false

    func validate() throws {
        if overdue, dueBefore != nil { throw ValidationError("--overdue and --due-before say the same: give one") }
    }

    func narrow(_ selection: inout BeadSelection) {
        selection.created = Self.range(createdAfter, createdBefore)
        selection.updated = Self.range(updatedAfter, updatedBefore)
        selection.closed = Self.range(closedAfter, closedBefore)
        selection.due = Self.range(dueAfter, dueBefore)
        selection.deferred = Self.range(deferAfter, deferBefore)
        if overdue { selection.due = TimeRange(from: dueAfter?.time, to: Surroundings.now) }
        if deferred { selection.dispositions = [.deferred] }
    }

    private static func range(_ from: BdMoment?, _ to: BdMoment?) -> TimeRange? {
        from == nil && to == nil ? nil : TimeRange(from: from?.time, to: to?.time)
    }
}
