/// What can be done with one service away: the table of docs/operations.md, which `DegradedTests` tries cell by cell.
struct DegradedRow: Sendable {
    let without: String
    /// What is brought down: services by name.
    let services: [String]
    /// Whether it is away before the worker begins: what runs in it would end with it.
    let isAwayFirst: Bool
    let outcomes: [Duty: Outcome]

    /// What a town is asked to do.
    enum Duty: String, CaseIterable {
        case status = "gt status"
        case create = "gt bead create"
        case mail = "gt mail send"
        case sling = "gt sling"
        case start = "a worker starts"
        case work = "a worker goes on"
        case done = "gt done"
        case land = "landing"
        case feed = "convoy feeding"
        case notice = "landed notice"
    }

    enum Outcome: Equatable, CustomStringConvertible {
        case works
        /// Happens by itself when the service is there again.
        case waits
        /// Said to whoever asks, with this exit code.
        case refused(Int32)
        /// Accepted with 0, on disk; happens by itself when the service is there again.
        case spooled

        var description: String {
            switch self {
            case .works: "works"
            case .waits: "waits"
            case .spooled: "spooled, 0"
            case .refused(let code): "refused, \(code)"
            }
        }
    }

    private init(
        _ without: String, _ services: [String], isAwayFirst: Bool = false, _ others: [Duty: Outcome] = [:]
    ) {
        self.isAwayFirst = isAwayFirst
        self.without = without
        self.services = services
        outcomes = Dictionary(
            Duty.allCases.map { ($0, others[$0] ?? .works) }, uniquingKeysWith: { first, _ in first })
    }

    static let all = [
        DegradedRow("Mayor", ["mayor"], [.feed: .waits, .notice: .waits]),
        DegradedRow("Deacon", ["deacon"]),
        DegradedRow("Witness", ["web/witness"], [.start: .waits, .notice: .waits]),
        DegradedRow("Refinery", ["web/refinery"], [.land: .waits, .feed: .waits, .notice: .waits]),
        DegradedRow("tmux", ["tmux"], isAwayFirst: true),
        DegradedRow(
            "store", ["beads-store"],
            [
                .status: .refused(69), .create: .refused(75), .mail: .spooled, .sling: .refused(69),
                .start: .waits, .done: .waits, .land: .waits, .feed: .waits, .notice: .waits,
            ]),
    ]

    /// The table as it stands in the document.
    static var table: String {
        let head = "| without | " + Duty.allCases.map(\.rawValue).joined(separator: " | ") + " |"
        let rule = "|" + String(repeating: "---|", count: Duty.allCases.count + 1)
        let rows = all.map { row in
            "| \(row.without) | "
                + Duty.allCases.map { row.outcomes[$0]?.description ?? "" }.joined(separator: " | ") + " |"
        }
        return ([head, rule] + rows).joined(separator: "\n")
    }
}
