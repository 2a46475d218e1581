extension String {
    /// At most so many bytes, cut between two scalars.
    package func beginning(_ bytesMax: Int) -> String {
        guard utf8.count > bytesMax else { return self }
        var end = utf8.index(startIndex, offsetBy: bytesMax)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(unicodeScalars[..<end])
    }
}

/// Text that somebody else wrote, as it is put before a model: data, with its origin and its length named, in lines that
/// can neither end the frame nor pass for words of the town.
///
/// Every line begins with `|`, which none of the town's own lines does, so nothing in the text can look like the end.
/// What could be read as a tag loses its bracket: agents wrap what a hook prints in tags of their own, and a text that
/// closes one would speak from outside.
package enum FramedText {
    /// - Parameter what: the town's own words: what it is, and of whom it is.
    /// - Parameter bytesMax: of the text; the rest is counted.
    /// - Parameter bytes: of the whole, when `text` is the beginning of it.
    /// - Parameter whole: the command that shows all of it.
    package static func lines(
        _ text: String, _ what: String, of kind: String = "data", bytesMax: Int, bytes: Int? = nil,
        linesMax: Int = linesMax, whole: String
    ) -> [String] {
        let kept = beginning(of: text, bytesMax: bytesMax, linesMax: linesMax)
        var shown = UntrustedText.lines(kept)
        if shown.count > 1, shown.last?.isEmpty == true { shown.removeLast() }
        let safe = shown.map(withoutTags)
        let body = safe.map { $0.isEmpty ? "|" : "| \($0)" }
        let brackets = safe == shown ? "" : ", where ‹ stands for a bracket"
        let count = "\(body.count) line\(body.count == 1 ? "" : "s") of \(kind)"
        let head = "\(what) (\(count), each beginning with |\(brackets)):"
        let left = max(bytes ?? 0, text.utf8.count) - kept.utf8.count
        return [head] + body + (left > 0 ? ["(\(left) bytes more are left out; all of it: \(whole))"] : [])
    }

    /// A name that somebody gave himself, within a line of the town: letters, digits and what addresses are made of.
    package static func name(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(nameMax).map { scalar -> Character in
            let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            return isPlain || "/._-+@ ".unicodeScalars.contains(scalar) ? Character(scalar) : "?"
        }
        return String(kept) + (text.unicodeScalars.count > nameMax ? "…" : "")
    }

    /// Lines of one text: more are a list, and a list is for a file.
    package static let linesMax = 400
    /// Scalars of a name: the longest address.
    private static let nameMax = 80

    /// What could begin a tag, an end of one, a comment, or a word between a model and its program.
    private static func withoutTags(_ line: String) -> String {
        guard line.utf8.contains(UInt8(ascii: "<")) else { return line }
        var result = String.UnicodeScalarView()
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            result.append(scalar == "<" && rest.first.map(beginsTag) == true ? "‹" : scalar)
        }
        return String(result)
    }

    private static func beginsTag(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ["/", "|", "!", "?"].contains(scalar)
    }

    /// Cut between two scalars, and after so many lines.
    private static func beginning(of text: String, bytesMax: Int, linesMax: Int) -> String {
        let text = text.beginning(bytesMax)
        var lines = 0
        for index in text.utf8.indices where text.utf8[index] == UInt8(ascii: "\n") {
            lines += 1
            if lines == linesMax { return String(text.unicodeScalars[...index]) }
        }
        return text
    }
}
