import ArgumentParser
import Host
import TownModel
import Wire

/// Which issues are meant, in the reference's options: all that fulfil every one that is given.
struct BdFilter: ParsableArguments {
    @Option(name: .shortAndLong, parsing: .unconditionalSingleValue, help: "In this status; several with commas.")
    var status: [String] = []
    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "Of this priority: 0 to 4, P0 to P4.")
    var priority: PriorityArgument?
    @Option(help: "Of this priority or a less urgent one.") var priorityMin: PriorityArgument?
    @Option(help: "Of this priority or a more urgent one.") var priorityMax: PriorityArgument?
    @Option(name: .shortAndLong, help: "Of this type.") var type: BdType?
    @Option(name: .shortAndLong, parsing: .unconditional, help: "With this assignee.") var assignee: String?
    @Flag(help: "With no assignee.") var noAssignee = false
    @Option(
        name: .shortAndLong, parsing: .unconditionalSingleValue,
        help: "With this label; of several (repeated, or with commas) all.")
    var label: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: "With at least one of these labels.")
    var labelAny: [String] = []
    @Flag(help: "Without any label.") var noLabels = false
    @Option(
        name: [.customLong("title"), .customLong("title-contains")], parsing: .unconditional, help: "In the title.")
    var title: String?
    @Option(parsing: .unconditional, help: "In the description.") var descContains: String?
    @Option(parsing: .unconditional, help: "In the notes.") var notesContains: String?
    @Flag(help: "Without a description.") var emptyDescription = false
    @Option(parsing: .singleValue, help: "Only these ids, with commas.", completion: IDCompletion.beads)
    var id: [String] = []
    @Option(help: "Only direct parts of this issue.", completion: IDCompletion.beads) var parent: String?
    @Flag(help: "Only pinned ones.") var pinned = false
    @Flag(help: "None that is pinned.") var noPinned = false
    @OptionGroup var times: BdTimeFilter

    func validate() throws {
        func exclude(_ one: Bool, _ other: Bool, _ names: String) throws {
            if one && other { throw ValidationError("\(names) exclude each other") }
        }
        try exclude(priority != nil, priorityMin != nil || priorityMax != nil, "--priority and a range")
        try exclude(assignee != nil, noAssignee, "--assignee and --no-assignee")
        try exclude(!label.isEmpty || !labelAny.isEmpty, noLabels, "--label and --no-labels")
        try exclude(pinned, noPinned, "--pinned and --no-pinned")
    }

    /// - Parameter closed: closed ones too, where neither a status nor a time of closing is asked for.
    func selection(_ home: BeadHome?, closed: Bool, _ client: TownClient) async throws -> BeadSelection {
        var selection = BeadSelection(home: home, statuses: statuses)
        selection.includeClosed = closed || times.closedAfter != nil || times.closedBefore != nil || !id.isEmpty
        if let type { selection.types = [type.value] }
        selection.priorityFrom = priority?.value ?? priorityMin?.value
        selection.priorityTo = priority?.value ?? priorityMax?.value
        selection.assignee = noAssignee ? "" : assignee
        selection.labels = label.parts.isEmpty ? nil : label.parts
        selection.anyLabels = labelAny.parts.isEmpty ? nil : labelAny.parts
        selection.withoutLabels = noLabels ? true : nil
        selection.titleContains = title
        selection.descriptionContains = descContains
        selection.notesContains = notesContains
        selection.withoutDescription = emptyDescription ? true : nil
        if let parent { selection.parent = try await client.bead(parent) }
        selection.pinned = pinned ? true : noPinned ? false : nil
        times.narrow(&selection)
        return selection
    }

    /// What a selection can't say: only these ids, and none that is deleted unless it is asked for by that word.
    func fits(_ bead: BdBead) -> Bool {
        let isNamed = id.isEmpty || id.parts.contains(bead.id)
        return isNamed && (bead.status != BeadStatus.tombstone.rawValue || status.parts.contains(bead.status))
    }

    /// What is in the merge queue is in work, to hands of the reference.
    private var statuses: [BeadStatus] {
        let words = status.parts.map(BeadStatus.init(rawValue:))
        return words.contains(.inProgress) ? words + [.submitted] : words
    }
}
