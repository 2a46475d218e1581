/// Rows in aligned columns, two spaces apart; on a terminal the last column is cut to the width.
struct TextTable {
    struct Cell {
        var text: String
        var colours: [Screen.Colour] = []
    }

    private var rows: [[Cell]] = []

    /// Text of others goes through `Screen.plain` first.
    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// A row that was put together elsewhere, without the empty cells at its end.
    mutating func add(contentsOf cells: [Cell]) {
        rows.append(Array(cells.prefix((cells.lastIndex { !$0.text.isEmpty } ?? -1) + 1)))
    }

    mutating func header(_ titles: String...) {
        rows.append(titles.map { Cell(text: $0, colours: [.dim]) })
    }

    func text(_ screen: Screen) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.filter { $0.count > column }.map { TextWidth.of($0[column].text) }.max() ?? 0
        }
        return rows.map { line($0, widths, screen) }.joined(separator: "\n")
    }

    private func line(_ row: [Cell], _ widths: [Int], _ screen: Screen) -> String {
        var parts: [String] = []
        var used = 0
        for (column, cell) in row.enumerated() {
            let isLast = column == row.count - 1
            var text = cell.text
            if isLast, let columns = screen.columns { text = TextWidth.cut(text, to: max(columns - used, 8)) }
            let padding = isLast ? 0 : widths[column] - TextWidth.of(text) + 2
            used += widths[column] + 2
            parts.append(
                cell.colours.reduce(text) { screen.paint($0, $1) } + String(repeating: " ", count: padding))
        }
        return parts.joined()
    }
}

extension TextTable.Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self.init(text: value) }
    init(_ text: String, _ colours: Screen.Colour...) { self.init(text: text, colours: colours) }
}
