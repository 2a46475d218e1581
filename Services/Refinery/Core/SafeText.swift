/// Text that came from outside (file names, output of gates), made harmless to show on a terminal and in a prompt.
package enum SafeText {
    /// One line: every control, format and line-breaking character becomes a visible escape.
    package static func line(_ text: String) -> String {
        neutral(text, keepsLines: false)
    }

    /// The last lines of some output, within the limits, from a whole line on where that is possible.
    package static func tail(
        _ bytes: some BidirectionalCollection<UInt8>, linesMax: Int = Limits.excerptLinesMax,
        bytesMax: Int = Limits.excerptBytesMax
    ) -> String {
        var last = bytes.suffix(bytesMax)
        if last.startIndex != bytes.startIndex, let lineEnd = last.firstIndex(of: UInt8(ascii: "\n")) {
            last = last[last.index(after: lineEnd)...]
        }
        let lines = last.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let text = lines.suffix(linesMax + 1).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        let safe = neutral(text, keepsLines: true)
        return String(safe.drop(while: \.isNewline).reversed().drop(while: \.isNewline).reversed())
    }

    private static func neutral(_ text: String, keepsLines: Bool) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) || (keepsLines && (scalar == "\n" || scalar == "\t")) {
                safe.append(scalar)
            } else {
                safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(safe)
    }

    /// Not a control character, and nothing that reorders or hides text.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
