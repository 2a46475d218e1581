internal import TownModel

/// What a convoy's templates may name: the formula's variables, and what is said about the work under review.
struct ConvoyWords {
    /// Their values, and which there are.
    private(set) var values: [String: TemplateValue] = [:]
    private(set) var shapes: [String: TemplateShape] = [:]
    let reviewID: String

    init(_ formula: Formula, variables: [String: String]) {
        reviewID = Self.given("review_id", variables) ?? Self.word(for: formula, variables)
        let names = Set(formula.variables.map(\.name)).union(variables.keys)
        for name in names.sorted() { add(name, variables[name] ?? "") }
        add("formula_name", formula.name)
        add("review_id", reviewID)
        add("target_description", Self.target(formula, variables))
        add("branch", variables["branch"] ?? "")
        add("pr_number", Self.given("pr", variables) ?? variables["pr_number"] ?? "")
        add("pr_title", variables["pr_title"] ?? "")
        values["files"] = .list(Self.names(variables["files"] ?? "").map { .text($0) })
        shapes["files"] = .list(of: .text)
        values["changed_files"] = .list(Self.changes(variables["changed_files"] ?? ""))
        shapes["changed_files"] = .list(of: .table(["path": .text, "additions": .text, "deletions": .text]))
    }

    mutating func add(_ name: String, _ text: String) {
        values[name] = .text(text)
        shapes[name] = .text
    }

    /// A table of texts: `leg.id`, `output.directory`.
    mutating func add(_ name: String, _ members: [String: String]) {
        values[name] = .table(members.mapValues { .text($0) })
        shapes[name] = .table(members.mapValues { _ in .text })
    }

    private static func given(_ name: String, _ variables: [String: String]) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// Names between commas, blanks and ends of lines.
    private static func names(_ text: String) -> [String] {
        text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// A line for each file: its path, or as `git diff --numstat` has it. What is not said is `?`.
    private static func changes(_ text: String) -> [TemplateValue] {
        text.split(whereSeparator: \.isNewline).map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let isCounted = columns.count == 3
            return .table([
                "path": .text(isCounted ? columns[2] : String(line)),
                "additions": .text(isCounted ? columns[0] : "?"), "deletions": .text(isCounted ? columns[1] : "?"),
            ])
        }
    }

    /// In words: what the variables of reviews say, else all that were given.
    private static func target(_ formula: Formula, _ variables: [String: String]) -> String {
        if let said = given("target_description", variables) { return said }
        var parts: [String] = []
        if let pull = given("pr", variables) {
            parts.append("pull request #\(pull)" + (given("pr_title", variables).map { ": \($0)" } ?? ""))
        }
        if let branch = given("branch", variables) { parts.append("branch \(branch)") }
        let files = names(variables["files"] ?? "")
        if !files.isEmpty { parts.append("files \(files.joined(separator: ", "))") }
        if parts.isEmpty {
            parts = formula.variables.compactMap { asked in
                given(asked.name, variables).map { "\(asked.name) \($0)" }
            }
        }
        return parts.isEmpty ? formula.name : parts.joined(separator: "; ")
    }

    /// The same for the same formula and variables, and a good name for a folder.
    private static func word(for formula: Formula, _ variables: [String: String]) -> String {
        // FNV-1a: it is to tell runs apart, not to keep anything safe.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ text: String) {
            for byte in text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        mix(formula.name)
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            mix(name)
            mix(value)
        }
        let digits = String(hash, radix: 16)
        return "\(formula.name)-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
