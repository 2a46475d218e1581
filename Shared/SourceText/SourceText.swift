/// Texts that people write, as trees of values with their lines.
package enum SourceText {
    /// Bytes: far more than anybody writes by hand.
    package static let bytesMax = 4 << 20
    package static let depthMax = 64

    /// A byte order mark is no part of the text.
    static func checked(_ text: String) throws(SourceFault) -> String {
        guard text.utf8.count <= bytesMax else {
            throw SourceFault(line: nil, sentence: "it has \(text.utf8.count) bytes, at most \(bytesMax) are read")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    static let tooDeep = SourceFault(line: nil, sentence: "it is nested deeper than \(depthMax) levels")
}
