import Foundation

/// Beads as the reference's own benchmarks define them: a tenth epics, three tenths features below them, the rest tasks below
/// those; half of them open; a fifth as many `blocks` edges between tasks as there are tasks. The same for the same seed.
struct LedgerFixture {
    /// Beads in one file: what one import takes.
    static let fileBeadsMax = 20_000

    let count: Int
    private var random: SplitMix

    init(count: Int, seed: UInt64) {
        self.count = count
        random = SplitMix(state: seed)
    }

    /// Lines of Beads files, parents first.
    mutating func files() -> [String] {
        let epics = count / 10
        let features = count * 3 / 10
        let tasks = count - epics - features
        var lines: [String] = []
        for number in 0..<epics { lines.append(line("e\(number)", "epic", parent: nil, labels: 1...3, age: 180)) }
        for number in 0..<features {
            lines.append(line("f\(number)", "feature", parent: "e\(number % epics)", labels: 1...3, age: 150))
        }
        for number in 0..<tasks {
            // Only to earlier ones: then there is no ring to refuse.
            let blocker = number > 0 && random.below(5) == 0 ? "t\(random.below(number))" : nil
            lines.append(
                line("t\(number)", "task", parent: "f\(number % features)", labels: 1...2, age: 120, blocker: blocker))
        }
        return stride(from: 0, to: lines.count, by: Self.fileBeadsMax).map {
            lines[$0..<min($0 + Self.fileBeadsMax, lines.count)].joined(separator: "\n") + "\n"
        }
    }

    private mutating func line(
        _ id: String, _ type: String, parent: String?, labels: ClosedRange<Int>, age: Int, blocker: String? = nil
    ) -> String {
        let id = Self.id(id)
        let isOpen = random.below(2) == 0
        let status = isOpen ? ["open", "in_progress", "blocked"][random.below(3)] : "closed"
        let made = Self.moment(hoursAgo: 24 * 31 + random.below(24 * age))
        var members = [
            "\"id\":\"\(id)\"", "\"title\":\"\(Self.words[random.below(Self.words.count)]) \(type) \(id)\"",
            "\"description\":\"What \(id) is about, in a sentence of ordinary length, as people write them.\"",
            "\"status\":\"\(status)\"", "\"priority\":\(priority())", "\"issue_type\":\"\(type)\"",
            "\"assignee\":\"agent-\(random.below(6))\"", "\"created_at\":\"\(made)\"", "\"updated_at\":\"\(made)\"",
        ]
        if !isOpen {
            members.append("\"closed_at\":\"\(Self.moment(hoursAgo: 1 + random.below(24 * 30)))\"")
            members.append("\"close_reason\":\"Closed\"")
        }
        let count = labels.lowerBound + random.below(labels.count)
        let names = Set((0..<count).map { _ in "label-\(random.below(10))" }).sorted()
        members.append("\"labels\":[\(names.map { "\"\($0)\"" }.joined(separator: ","))]")
        let edges = [parent.map { ($0, "parent-child") }, blocker.map { ($0, "blocks") }].compactMap { $0 }
        if !edges.isEmpty {
            let texts = edges.map { target, type in
                "{\"issue_id\":\"\(id)\",\"depends_on_id\":\"\(Self.id(target))\",\"type\":\"\(type)\","
                    + "\"created_at\":\"\(made)\",\"created_by\":\"bench\"}"
            }
            members.append("\"dependencies\":[\(texts.joined(separator: ","))]")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func priority() -> Int {
        let share = random.below(100)
        return share < 5 ? 0 : share < 20 ? 1 : share < 70 ? 2 : share < 95 ? 3 : 4
    }

    private static func id(_ text: String) -> String { "bm-\(text)" }

    private static func moment(hoursAgo hours: Int) -> String {
        Date(timeIntervalSince1970: 1_790_000_000 - Double(hours) * 3600).formatted(.iso8601)
    }

    private static let words = [
        "Repair", "Paint", "Measure", "Oil", "Replace", "Carry", "Count", "Open", "Close", "Polish", "Weigh", "Sort",
    ]
}
