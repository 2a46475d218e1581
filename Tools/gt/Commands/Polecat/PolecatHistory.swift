import ArgumentParser
import TownModel
import Wire

struct PolecatHistoryCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Say what a worker has done: each assignment, how long it took, what became of it, and totals.",
        discussion: """
            Of all workers, or with --rig those of a rig, without a name: then totals alone, unless -n says more.

            Example: gt polecat history web/ash
            """,
        aliases: ["cv"])

    @Argument(help: "Who, e.g. web/ash.", completion: IDCompletion.addresses) var name: String?
    @Option(help: "All workers of this rig.") var rig: RigName?
    @Option(name: [.customShort("n"), .long], help: "Name at most so many assignments of each.") var limit: Int?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard name == nil || rig == nil else { throw ValidationError("a name and --rig exclude each other") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let agent: Address?
        if let name { agent = try PolecatName.address(name, rig: try call.rigHere()) } else { agent = nil }
        let shown = limit ?? (agent == nil ? 0 : 20)
        var page = try await client.query(AgentHistory(agent: agent, rig: rig, limit: max(shown, 1)))
        if shown < 1 { for index in page.agents.indices { page.agents[index].work = [] } }
        call.answer(page.agents) { screen in
            page.agents.isEmpty
                ? "no polecats" : page.agents.map { HistoryText.text($0, screen) }.joined(separator: "\n\n")
        }
        if !page.isWhole { call.note("more workers than one answer holds: name a rig, or a smaller -n") }
    }
}

/// A worker's history for people.
enum HistoryText {
    static func text(_ cv: AgentCV, _ screen: Screen) -> String {
        let head = "\(screen.paint(cv.agent.description, .bold))  \(totals(cv.totals))"
        guard !cv.work.isEmpty else { return head }
        var table = TextTable()
        for record in cv.work { add(record, to: &table, screen) }
        let rest = cv.totals.assignments - cv.work.count
        return ([head, table.text(screen)] + (rest > 0 ? ["and \(rest) before these: -n shows more"] : [])).joined(
            separator: "\n")
    }

    static func totals(_ totals: WorkTotals) -> String {
        let counts = WorkOutcome.allCases.compactMap { outcome in
            totals.counts[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        let median = totals.medianSeconds.map { "half of what landed within \(Age.text(.seconds($0)))" }
        let all = totals.assignments == 1 ? "1 assignment" : "\(totals.assignments) assignments"
        return ([all] + counts + (median.map { [$0] } ?? [])).joined(separator: ", ")
    }

    private static func add(_ record: WorkRecord, to table: inout TextTable, _ screen: Screen) {
        let colour: Screen.Colour =
            switch record.outcome {
            case .landed, .kept: .green
            case .failed, .rejected: .red
            case .reworked: .yellow
            case .working, .queued, .withdrawn, .noChange, .putAside, .limited, .takenBack, .unknown: .dim
            }
        let attempt = record.attempt > 1 ? " (attempt \(record.attempt))" : ""
        let note = record.note.map { ": " + screen.plain($0) } ?? ""
        table.add(
            .init("#\(record.assignment)", .dim), .init(record.bead.text, .cyan),
            .init(record.outcome.rawValue, colour), .init(record.duration.map(Age.text) ?? "", .dim),
            .init(screen.plain(record.title) + attempt + note))
    }
}

/// What a person writes for a polecat: its address, `web/ash`, or its name inside the rig.
enum PolecatName {
    static func address(_ text: String, rig: RigName?) throws(CommandFailure) -> Address {
        if let full = Address(text), case .polecat = full { return full }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, let rig = RigName(parts[0]), let name = AgentName(parts[1]) { return .polecat(rig, name) }
        if parts.count == 1, let rig, let name = AgentName(text) { return .polecat(rig, name) }
        throw CommandFailure(
            .badData, code: "invalid", "\(UntrustedText.line(text)) is no polecat's name", about: text,
            hint: "write <rig>/<name>; gt polecat list shows them")
    }
}
