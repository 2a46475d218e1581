/// Times as people write them: `90s`, `30m`, `2h`, `1h30m`, `7d`.
package enum WrittenDuration {
    private static let units: [(name: Character, seconds: Int64)] = [
        ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Each unit once, the larger first, more than nothing in all; nil for anything else.
    package static func seconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        for unit in units {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard rest.dropFirst(digits.count).first == unit.name else { continue }
            guard let number = Int64(digits), number <= 1_000_000 else { return nil }
            total += number * unit.seconds
            rest = rest.dropFirst(digits.count + 1)
        }
        return rest.isEmpty && total > 0 ? total : nil
    }

    package static func text(_ seconds: Int64) -> String {
        var rest = seconds
        var text = ""
        for unit in units where rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.name)"
            rest %= unit.seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
