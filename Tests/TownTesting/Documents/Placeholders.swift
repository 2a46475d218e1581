internal import Host

/// What stands for something else in the pages, and a sample of each: `<bead>`, `[service]`, `NAME`.
package enum Placeholders {
    private static let key = "w1ZrPpqY5b3gk0qZ8sFh2Tn6Vd4Xc7Bm9La0Qe1R"

    /// As they are written. What is in angles or brackets and not here is a mistake of the page.
    private static let marked: [String: String] = [
        "<bead>": "web-a1", "<the bead's id>": "web-a1", "<id>": "web-a1", "<agent>": "web/max", "<rig>": "web",
        "<preset>": "claude", "<name>": "rex", "<epic>": "web-a1", "<convoy>": "hq-cv1", "<anything>": "web-a1",
        "<epic or beads>": "web-a1 web-a2", "<request or bead>": "web-a1", "<rig, bead or request>": "web",
        "<file>": "file", "<guard>": "bd-init", "<why>": "words", "<what came of it>": "words",
        "<as gt bus shows it>": key,
        "[service]": "beads-store", "[rig, bead or request]": "web", "[service, rig or group]": "web", "[rig]": "web",
        "'…'": "'\(key)'",
    ]

    /// Words in capitals, each a word of its own.
    private static let words: [String: String] = [
        "ID": "web-a1", "M": "web-a1", "M.N": "web-a1.3", "N": "3", "NAME": "shiny", "BEAD": "web-a1",
        "EPIC": "web-a1", "FORMULA": "shiny", "A": "web-a1", "B": "web-a2", "DIR": "dir", "R": "web", "P": "claude",
    ]

    /// The command lines that a text stands for: each way of its alternatives, and each of a list.
    ///
    /// `gt mol next M [--done N | --failed N]`, `gt rescue list, show`.
    package static func lines(_ text: String) throws(Unknown) -> [String] {
        var filled = text
        for (mark, sample) in marked { filled = filled.replacing(mark, with: sample) }
        if let start = filled.firstIndex(of: "<"), let end = filled[start...].firstIndex(of: ">") {
            // A redirection is followed by a space or a path, and no `>` closes it.
            throw Unknown(mark: String(filled[start...end]))
        }
        filled = filled.split(separator: " ").compactMap { word -> String? in
            if word == "…" { return nil }
            let bare = word.hasSuffix("…") ? word.dropLast() : word[...]
            // Brackets and commas around it stay.
            let inner = bare.trimmingPrefix("[")
            let core = inner.hasSuffix("]") || inner.hasSuffix(",") ? inner.dropLast() : inner
            guard let sample = words[String(core)] else { return String(bare) }
            return String(bare).replacing(String(core), with: sample)
        }.joined(separator: " ")
        return ways(filled).flatMap(members)
    }

    /// Without `[a | b]`, with each of its ways.
    private static func ways(_ text: String) -> [String] {
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else { return [text] }
        let inner = text[text.index(after: open)..<close]
        let (before, after) = (String(text[..<open]), String(text[text.index(after: close)...]))
        return inner.split(separator: "|").flatMap { way in
            ways(before + String(way).trimmed + after)
        }
    }

    /// A list's later members say only their last word, or all of theirs.
    private static func members(_ text: String) -> [String] {
        guard !text.contains("'"), !text.contains("\"") else { return [text] }
        let parts = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        // A comma within a word (`--legs a,b`) parts nothing.
        guard parts.count > 1, text.contains(", "), let first = parts.first else { return [text] }
        let group = first.split(separator: " ").dropLast().joined(separator: " ")
        return [first]
            + parts.dropFirst().map { $0.hasPrefix("gt ") || $0.hasPrefix("bd ") ? $0 : "\(group) \($0)" }
    }

    package struct Unknown: Error {
        package let mark: String
    }
}
