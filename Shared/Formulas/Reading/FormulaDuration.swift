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
