import BeadsFormat
import TownModel
import Wire

/// What only a bead's line has, for people.
struct BeadFieldText {
    struct Comment: Encodable {
        var id: String
        var author: String
        var text: String
        var createdAt: String?

        func text(_ screen: Screen, indent: Int = 0) -> String {
            let space = String(repeating: " ", count: indent)
            let head = "\(screen.plain(author)), \(screen.plain(createdAt ?? "at an unknown time"))"
            return space + screen.paint(head, .dim) + "\n" + screen.paragraph(text, indent: indent + 2)
        }
    }

    /// One line each.
    private(set) var short: [(name: String, value: String)] = []
    /// Paragraphs.
    private(set) var long: [(name: String, text: String)] = []
    private(set) var comments: [Comment] = []

    /// Fields that have a place of their own in what is shown, or are for machines.
    private static let shownElsewhere: Set<String> = Set(
        [
            .id, .title, .description, .status, .priority, .type, .assignee, .createdAt, .createdBy, .updatedAt,
            .closedAt, .closeReason, .deferUntil, .labels, .dependencies, .comments, .pinned,
        ].map { (key: BeadKey) in key.rawValue })

    private static let paragraphs: [BeadKey: String] = [
        .design: "design", .acceptanceCriteria: "acceptance criteria", .notes: "notes",
    ]

    init(_ detail: BeadDetail) {
        // The store made the line: one that can't be read is not shown, and the bead's columns are.
        guard let text = detail.line, let line = try? BeadLine(Array(text.utf8)[...]) else { return }
        comments = line.comments.map {
            Comment(id: $0.id, author: $0.author, text: $0.text, createdAt: $0.createdAt)
        }
        for key in line.keys where !Self.shownElsewhere.contains(key) {
            if let known = BeadKey(rawValue: key), let name = Self.paragraphs[known], let text = line.text(known) {
                long.append((name, text))
            } else if let raw = line.raw(key) {
                let value = line.text(named: key) ?? String(decoding: raw, as: UTF8.self)
                short.append((key.replacing("_", with: " "), value))
            }
        }
    }
}
