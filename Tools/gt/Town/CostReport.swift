import Agents
import TownModel
import Wire

/// By what costs are added up.
enum CostGroup: String, CaseIterable, Encodable {
    case role, rig, agent, bead, model

    func name(of share: Costs.Share) -> String {
        let agent = share.record.session.agent
        return switch self {
        case .role: RoleText(of: agent)?.rawValue ?? "unknown"
        case .rig: agent.rig?.text ?? "town"
        case .agent: agent.description
        case .bead: share.record.bead?.text ?? "none"
        case .model: share.model
        }
    }
}

/// What agents took, as it is told.
struct CostReport: Encodable {
    struct Row: Encodable {
        let name: String
        let sessions: Int
        let count: TokenCount
    }

    let since: Timestamp
    let by: CostGroup
    /// The dearest first.
    let rows: [Row]
    let total: Row
    let transcripts: Int
    let withoutTranscript: [Incarnation]
    let silentPresets: [String: Int]
    let unreadableLines: Int
    let unreadableFiles: [String: String]

    init(_ costs: Costs, by group: CostGroup, since: Timestamp) {
        self.since = since
        by = group
        rows = Dictionary(grouping: costs.shares) { group.name(of: $0) }.map { Self.row($0, $1) }.sorted {
            ($1.count.weight, $0.name) < ($0.count.weight, $1.name)
        }
        total = Self.row("total", costs.shares)
        transcripts = costs.transcripts
        withoutTranscript = costs.withoutTranscript
        silentPresets = costs.silent
        unreadableLines = costs.unreadableLines
        unreadableFiles = costs.unreadableFiles
    }

    private static func row(_ name: String, _ shares: [Costs.Share]) -> Row {
        var count = TokenCount()
        for share in shares { count.add(share.count) }
        return Row(name: name, sessions: Set(shares.map(\.record.session.incarnation)).count, count: count)
    }

    func text(_ screen: Screen) -> String {
        ([rows.isEmpty ? "no transcript tells of any tokens since \(since)" : table(screen)] + notes(screen)).joined(
            separator: "\n")
    }

    private func table(_ screen: Screen) -> String {
        var table = TextTable()
        table.header(by.rawValue, "sessions", "messages", "input", "output", "cache written", "cache read", "dollars")
        for row in rows + (rows.count > 1 ? [total] : []) {
            table.add(
                .init(screen.plain(row.name), .bold), .init("\(row.sessions)"), .init("\(row.count.messages)"),
                .init("\(row.count.input)"), .init("\(row.count.output)"), .init("\(row.count.cacheWritten)"),
                .init("\(row.count.cacheRead)"), .init(row.count.price))
        }
        return table.text(screen)
    }

    private func notes(_ screen: Screen) -> [String] {
        var notes: [String] = []
        if !rows.isEmpty, total.count.pricedMessages < total.count.messages {
            notes.append(
                total.count.pricedMessages == 0
                    ? "no transcript says what was paid"
                    : "of \(total.count.messages) messages \(total.count.pricedMessages) say what was paid for them")
        }
        if !withoutTranscript.isEmpty {
            let shown = withoutTranscript.suffix(CommandLimits.candidatesMax).map(\.text).joined(separator: ", ")
            let more = withoutTranscript.count - CommandLimits.candidatesMax
            notes.append("without a transcript here: \(more > 0 ? "\(more) sessions and " : "")\(shown)")
        }
        if !silentPresets.isEmpty {
            let names = silentPresets.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
            notes.append("told nothing, by preset: \(screen.plain(names.joined(separator: ", ")))")
        }
        if unreadableLines > 0 { notes.append("\(unreadableLines) lines could not be read") }
        for (path, why) in unreadableFiles.sorted(by: { $0.key < $1.key }).prefix(CommandLimits.candidatesMax) {
            notes.append(screen.plain("\(path) could not be read to its end: \(why)"))
        }
        return notes.map { screen.paint($0, .dim) }
    }
}

extension TokenCount {
    /// By which rows are put in order: all tokens.
    fileprivate var weight: Int64 { input + output + cacheWritten + cacheRead }

    /// In whole cents; `-` where nobody said it.
    fileprivate var price: String {
        guard let dollars else { return "-" }
        let cents = Int64((dollars * 100).rounded())
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
