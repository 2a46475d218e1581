import TownModel

/// Beads of `bd` for people: one a line, in the columns that `gt` has.
enum BdText {
    static func table(_ beads: [BdBead], _ screen: Screen, none: String = "no such issues") -> String {
        guard !beads.isEmpty else { return none }
        var table = TextTable()
        for bead in beads { add(bead, to: &table, screen) }
        return table.text(screen)
    }

    /// With its description and the fields that a list leaves out.
    static func long(_ beads: [BdBead], _ screen: Screen) -> String {
        beads.isEmpty ? "no such issues" : beads.map { BdDetail.text($0, screen) }.joined(separator: "\n\n")
    }

    /// Parts below what they are parts of, as far as both are shown.
    static func tree(_ beads: [BdBead], _ screen: Screen) -> String {
        guard !beads.isEmpty else { return "no such issues" }
        let ids = Set(beads.map(\.id))
        let parts = Dictionary(grouping: beads) { bead in bead.parent.flatMap { ids.contains($0) ? $0 : nil } ?? "" }
        var table = TextTable()
        var seen: Set<String> = []
        func add(under id: String, depth: Int) {
            for bead in parts[id] ?? [] where seen.insert(bead.id).inserted {
                self.add(bead, to: &table, screen, indent: String(repeating: "  ", count: depth))
                add(under: bead.id, depth: depth + 1)
            }
        }
        add(under: "", depth: 0)
        // A ring of parents, which only a file can bring, has no top: it is shown flat.
        for bead in beads where !seen.contains(bead.id) { self.add(bead, to: &table, screen) }
        return table.text(screen)
    }

    static func line(_ bead: BdBead, _ screen: Screen) -> String {
        "\(screen.paint(bead.id, .cyan)) \(screen.plain(bead.title))"
    }

    static func state(_ bead: BdBead) -> TextTable.Cell {
        let status = UntrustedText.line(bead.status)
        return switch bead.disposition {
        case .ready: .init(status, .green)
        case .blocked: .init(status == BeadStatus.open.rawValue ? "blocked" : status, .red)
        case .deferred: .init("deferred", .yellow)
        case .taken: .init(status, .yellow)
        case .notWork, .closed: .init(status, .dim)
        }
    }

    private static func add(_ bead: BdBead, to table: inout TextTable, _ screen: Screen, indent: String = "") {
        table.add(
            .init(indent + bead.id, .cyan), "P\(bead.priority)", state(bead), .init(screen.plain(bead.type), .dim),
            .init(screen.plain(bead.title)))
    }
}
