/// The part of a file between two lines `+++`, and what follows.
struct FrontMatter: Hashable {
    var head: String
    var rest: String
    /// Of the head, from 1.
    var firstLine: Int

    static let fence = "+++"

    /// nil: it does not begin with a line `+++`, or no second one follows.
    init?(_ text: String) {
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard let opening = lines.firstIndex(where: { !Self.isBlank($0) }), Self.isFence(lines[opening]),
            let closing = lines[(opening + 1)...].firstIndex(where: Self.isFence)
        else { return nil }
        head = lines[(opening + 1)..<closing].joined(separator: "\n") + "\n"
        let body = lines[(closing + 1)...].drop(while: Self.isBlank)
        rest = body.joined(separator: "\n")
        firstLine = opening + 2
    }

    private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix(fence) && isBlank(line.dropFirst(fence.count))
    }
}
