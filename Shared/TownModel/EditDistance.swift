/// How far one word is from another: letters put in, taken out, replaced or swapped.
package enum EditDistance {
    package static func between(_ left: String, _ right: String) -> Int {
        let a = Array(left), b = Array(right)
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }

    /// The words near enough to be meant, nearest first.
    package static func nearest(to word: String, among words: [String], limit: Int = 3) -> [String] {
        let reach = max(1, word.count / 3)
        return words.map { (word: $0, distance: between(word, $0)) }
            .filter { $0.distance <= reach || $0.word.hasPrefix(word) }
            .sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
            .prefix(limit).map(\.word)
    }
}
