import Foundation

/// The rules that a machine can check, each as a function from a file to what is wrong with it: so that a test can show
/// that each is able to fail.
enum HouseRules {
    static let linesMax = 400

    static func length(_ file: SourceFile) -> [String] {
        // The text ends with a newline, after which there is one more, empty line.
        let count = file.lines.last?.isEmpty == true ? file.lines.count - 1 : file.lines.count
        return count > linesMax ? ["\(file.path) has \(count) lines: split it by idea"] : []
    }

    private static let agents =
        "claude|codex|gemini|cursor|amp|auggie|copilot|opencode|aider|pi|vibe|script"

    private static let forbidden: [(pattern: String, why: String)] = [
        (#"\bpublic\b"#, "this is one package: package is the widest access"),
        (#"\bopen class\b"#, "this is one package: package is the widest access"),
        (#"\bTask\.detached\b"#, "concurrency is structured"),
        (#"\bTask\s*(<[^>]*>)?\s*(\([^)]*\))?\s*\{"#, "concurrency is structured: use a task group"),
        (sleeping, "wait for an event, not for time"),
        (
            #"\b(class|struct|enum|actor|protocol|typealias)\s+\w*(Manager|Helper|Helpers|Util|Utils|Handler)\b"#,
            "name it for what it is"
        ),
    ]

    private static let sleeping = #"\b(u|nano)?sleep\s*\("#

    static func forbiddenWords(_ file: SourceFile) throws -> [String] {
        var found: [String] = []
        for (pattern, why) in forbidden {
            found += try matches(pattern, in: file.code).map { "\(file.path):\($0.number): \(why): \($0.text)" }
        }
        // Agents' names stand in string literals, which `code` blanks out.
        let raw = file.lines.enumerated().map { (number: $0.offset + 1, text: String($0.element)) }
        found += try matches(#"\bcase\s+"(\#(agents))""#, in: raw).map {
            "\(file.path):\($0.number): agents are data: \($0.text)"
        }
        return found
    }

    /// `try?` needs its reason on the same or the line before.
    static func droppedErrors(_ file: SourceFile) throws -> [String] {
        let lines = file.lines
        return try matches(#"\btry\?"#, in: file.code).filter { line in
            let here = lines[line.number - 1].contains("//")
            let before = line.number >= 2 && lines[line.number - 2].contains("//")
            return !here && !before
        }.map { "\(file.path):\($0.number): a bare try?" }
    }

    static func uncheckedSendable(_ file: SourceFile) -> [String] {
        let lines = file.lines
        return file.code.filter { line in
            line.text.contains("@unchecked Sendable")
                && !lines[max(0, line.number - 12)..<line.number].contains { $0.contains("//") }
        }.map { "\(file.path):\($0.number): say why it is safe" }
    }

    static func sleepingTests(_ file: SourceFile) throws -> [String] {
        let slept = try matches(sleeping, in: file.code).map { "\(file.path):\($0.number): \($0.text)" }
        return slept + (file.imports.contains("XCTest") ? ["\(file.path): Swift Testing only"] : [])
    }

    /// A file that declares a command shows it in use.
    static func examples(_ file: SourceFile) -> [String] {
        let isShown = ["Example: gt ", "Example: bd "].contains(where: file.text.contains)
        guard file.text.contains("CommandConfiguration("), !isShown else { return [] }
        return ["\(file.path): show how it is used"]
    }

    /// Every command that runs can answer a program: it has the global options, `--json` among them, and either answers
    /// through them or prints nothing but JSON.
    static func json(_ file: SourceFile) -> [String] {
        // One that is another under a second name, or shares its doing with another, leaves it to that.
        let runs = ["func run(_ call: Invocation)", "func run(_ call: BdCall)"].contains(where: file.text.contains)
        guard runs, !file.text.contains(".run(call") else { return [] }
        let answers = ["call.answer(", "call.options.json", "global.json", "JSON lines"].contains(
            where: file.text.contains)
        let options = ["@OptionGroup var global: GlobalOptions", "@OptionGroup var bd: BdOptions"]
        return options.contains(where: file.text.contains) && answers
            ? [] : ["\(file.path): --json is accepted and does nothing"]
    }

    static func foreignPaths(_ file: SourceFile) -> [String] {
        let words = ["/" + "work/", ".." + "/shared"]
        return words.filter(file.text.contains).compactMap { word in
            word.hasSuffix("shared") && file.path.contains("SharedData") ? nil : "\(file.path) names \(word)"
        }
    }

    private static func matches(
        _ pattern: String, in lines: [(number: Int, text: String)]
    ) throws -> [(number: Int, text: String)] {
        // By Unicode's own rule "Task.sleep" is one word, and no boundary is before "sleep".
        let expression = try Regex(pattern).wordBoundaryKind(.simple)
        return lines.filter { $0.text.contains(expression) }
    }
}
