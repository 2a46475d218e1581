/// Times as people write them.
enum FormulaDuration {
    /// `90s`, `30m`, `2h`, `1h30m`, `1d`: each unit once, the larger first, more than nothing in all.
    static func seconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        for (unit, size) in [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)] as [(Character, Int64)] {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard rest.dropFirst(digits.count).first == unit else { continue }
            guard let number = Int64(digits), number <= 1_000_000_000 else { return nil }
            total += number * size
            rest = rest.dropFirst(digits.count + 1)
        }
        return rest.isEmpty && total > 0 ? total : nil
    }
}

/// The word that was probably meant.
enum NearWord {
    static func nearest(to word: String, among words: [String]) -> String? {
        let reach = max(1, word.count / 3)
        return words.map { (distance: distance(word, $0), word: $0) }.filter { $0.distance <= reach }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
    }

    /// Letters put in, taken out or replaced.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var next = [i + 1]
            for j in right.indices {
                next.append(min(row[j] + (letter == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1))
            }
            row = next
        }
        return row[right.count]
    }
}
