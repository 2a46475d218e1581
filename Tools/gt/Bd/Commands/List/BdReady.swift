import ArgumentParser
import TownModel
import Wire

struct BdReady: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "List work that can be begun now: 10, the most urgent first.",
        discussion: """
            Ready is what nobody has and nothing holds. --semantics beads-0.47 says what bd 0.47 would call ready:
            what is in progress too.

            Example: bd ready --json
            """)

    @Option(name: [.customShort("n", allowingJoined: true), .long], help: "At most so many; 0: all.") var limit = 10
    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "Of this priority: 0 to 4, P0 to P4.")
    var priority: PriorityArgument?
    @Option(name: .shortAndLong, parsing: .unconditional, help: "With this assignee.") var assignee: String?
    @Flag(name: .shortAndLong, help: "With no assignee.") var unassigned = false
    @Option(name: .shortAndLong, help: "Of this type.") var type: BdType?
    @Option(name: .shortAndLong, parsing: .unconditionalSingleValue, help: "With all of these labels.")
    var label: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: "With at least one of these labels.") var labelAny: [String] = []
    @Option(help: "Only parts of this issue, at any depth.", completion: IDCompletion.beads) var parent: String?
    @Flag(help: "What is put off too.") var includeDeferred = false
    @Option(help: "priority (then age) or oldest.") var sort: Order = .priority
    @Option(help: "Another idea of ready: beads-0.47.") var semantics: String?
    @Flag(help: "Take the first for yourself, and show it.") var claim = false
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    enum Order: String, ExpressibleByArgument, CaseIterable {
        case priority, oldest
    }

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is 0 (all) or more") }
        guard !isNarrowed || (semantics == nil && !claim) else {
            throw ValidationError("--claim and --semantics go with --rig and --limit only")
        }
        guard semantics == nil || (1...WireLimits.pageRowsMax).contains(limit) else {
            throw ValidationError("with --semantics, --limit is 1 to \(WireLimits.pageRowsMax)")
        }
        if claim, semantics != nil { throw ValidationError("--claim takes what the town calls ready") }
    }

    private var isNarrowed: Bool {
        priority != nil || assignee != nil || unassigned || type != nil || !label.isEmpty || !labelAny.isEmpty
            || parent != nil || includeDeferred || sort != .priority
    }

    func run(_ call: BdCall) async throws {
        let client = try claim ? call.writer() : call.reader()
        let home = try await home.selected(call, client)
        let beads: [BdBead]
        if claim {
            let taken = try await client.command(BeadClaimNext(home: home, assignee: call.actor)).bead
            beads = try await client.lines(of: taken.map { [$0.id] } ?? [])
        } else if isNarrowed || limit == 0 || limit > WireLimits.pageRowsMax {
            beads = try await narrowed(home, client)
        } else {
            let page = try await client.query(BeadReady(home: home, limit: limit, semantics: semantics))
            beads = try await client.lines(of: page.beads.map(\.id))
        }
        call.answer(RawJSON.array(beads.map(\.countedJSON))) { screen in
            BdText.table(beads, screen, none: "nothing is ready")
        }
    }

    /// All that fit, put in order here: the store's own order goes by priority alone.
    private func narrowed(_ home: BeadHome?, _ client: TownClient) async throws -> [BdBead] {
        var selection = BeadSelection(home: home, labels: label.isEmpty ? nil : label.parts)
        selection.dispositions = includeDeferred ? [.ready, .deferred] : [.ready]
        selection.priorityFrom = priority?.value
        selection.priorityTo = priority?.value
        selection.assignee = unassigned ? "" : assignee
        if let type { selection.types = [type.value] }
        selection.anyLabels = labelAny.isEmpty ? nil : labelAny.parts
        if let parent { selection.under = try await client.bead(parent) }
        let found = try await client.lines(selection, BeadOrder(.created), limit: nil)
        let rank = { (bead: BdBead) in sort == .oldest ? 0 : bead.priority }
        let ordered = found.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        return Array(ordered.map(\.element).prefix(limit == 0 ? found.count : limit))
    }
}
