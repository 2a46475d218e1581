import TownModel
import Wire

/// The spool for people. What commands say was written by others.
enum SpoolText {
    static func list(_ entries: [SpoolEntry], _ screen: Screen) -> String {
        guard !entries.isEmpty else { return "the spool is empty" }
        var table = TextTable()
        for entry in entries {
            table.add(
                .init(entry.state.rawValue, entry.state == .refused ? .red : .yellow),
                .init(screen.plain(entry.id?.text ?? entry.name), .cyan),
                .init(entry.acceptedAt.map(screen.age) ?? "", .dim), .init(screen.plain(entry.verb ?? "unreadable")),
                .init(entry.actor?.description ?? ""), .init(screen.plain(entry.refusal?.message ?? "")))
        }
        return table.text(screen)
    }

    static func entry(_ entry: SpoolEntry, _ screen: Screen) -> String {
        let lines: [(String, String?)] = [
            ("state", entry.state.rawValue), ("id", entry.id?.text), ("file", entry.id == nil ? entry.name : nil),
            ("verb", entry.verb),
            ("actor", entry.actor?.description), ("session", entry.session?.text),
            ("accepted", entry.acceptedAt?.description), ("refused", entry.refusedAt?.description),
            ("why", entry.refusal?.message), ("next", entry.refusal?.hint), ("says", entry.body),
        ]
        return lines.compactMap { name, value in
            value.map { value in
                let padded = name + String(repeating: " ", count: 9 - name.count)
                return "\(screen.paint(padded, .dim)) \(screen.plain(value))"
            }
        }.joined(separator: "\n")
    }
}
