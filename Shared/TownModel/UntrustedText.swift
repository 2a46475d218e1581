/// Text that an agent, a letter or a repository wrote, made harmless for a terminal: control characters become visible
/// signs, characters that reorder or hide text become U+FFFD.
package enum UntrustedText {
    /// One line: line breaks are shown as signs too.
    package static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map(harmless)))
    }

    /// Broken at line feeds; a tab becomes four spaces.
    package static func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { part in
            let line = part.last == "\r" ? part.dropLast() : part
            return line.map { $0 == "\t" ? "    " : String(Character(harmless($0))) }.joined()
        }
    }

    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    private static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        // The control pictures: ␀ … ␟ and ␡.
        case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value) ?? replacement
        case 0x7F: "\u{2421}"
        case 0x80...0x9F: replacement
        // Marks that reorder: Arabic letter mark, LRM, RLM, embeddings, overrides, isolates.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: replacement
        // What hides or breaks: zero width, line and paragraph separators, byte order mark, invisible operators.
        case 0x200B, 0x2028, 0x2029, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB: replacement
        // Letters without a shape: fillers, soft hyphen, vowels that are never drawn.
        case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFFA0: replacement
        // Tags and the selectors beyond them, in which whole sentences can hide.
        case 0xE0000...0xE0FFF: replacement
        default: scalar
        }
    }
}
