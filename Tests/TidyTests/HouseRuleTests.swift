import Foundation
import Testing

/// How this house is built (CONTRIBUTING.md): the rules that a machine can check.
@Suite struct HouseRuleTests {
    @Test("no file is longer than 400 lines", arguments: SourceTree.current.files)
    func length(_ file: SourceFile) {
        #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines: split it by idea")
    }

    static let forbidden: [(pattern: String, why: String)] = [
        (#"\bpublic\b"#, "this is one package: package is the widest access"),
        (#"\bopen class\b"#, "this is one package: package is the widest access"),
        (#"\bTask\.detached\b"#, "concurrency is structured"),
        (#"\bTask\s*(\([^)]*\))?\s*\{"#, "concurrency is structured: use a task group"),
        (#"\b(u|nano)?sleep\s*\("#, "wait for an event, not for time"),
        (
            #"\b(class|struct|enum|actor|protocol|typealias)\s+\w*(Manager|Helper|Util|Utils|Handler)\b"#,
            "name it for what it is"
        ),
        (#"case\s+"(claude|codex|gemini|cursor|amp|auggie|copilot|opencode|aider|pi|vibe|script)""#, "agents are data"),
    ]

    @Test("shipped code keeps to the house rules", arguments: SourceTree.current.shipped)
    func forbiddenWords(_ file: SourceFile) throws {
        for (pattern, why) in Self.forbidden {
            let expression = try Regex(pattern)
            // Agents' names stand in string literals, which `code` blanks out.
            let lines =
                pattern.hasPrefix("case")
                ? file.lines.enumerated().map { (number: $0.offset + 1, text: String($0.element)) } : file.code
            for line in lines where line.text.contains(expression) {
                Issue.record("\(file.path):\(line.number): \(why): \(line.text)")
            }
        }
    }

    @Test("an error dropped with try? says why on the same or the line before", arguments: SourceTree.current.shipped)
    func droppedErrors(_ file: SourceFile) throws {
        let lines = file.lines
        let dropped = try Regex(#"\btry\?"#)
        for line in file.code where line.text.contains(dropped) {
            let here = lines[line.number - 1].contains("//")
            let before = line.number >= 2 && lines[line.number - 2].contains("//")
            #expect(here || before, "\(file.path):\(line.number): a bare try?")
        }
    }

    @Test("unchecked sendability has a reason beside it", arguments: SourceTree.current.shipped)
    func uncheckedSendable(_ file: SourceFile) {
        let lines = file.lines
        for line in file.code where line.text.contains("@unchecked Sendable") {
            let near = lines[max(0, line.number - 12)..<line.number]
            #expect(near.contains { $0.contains("//") }, "\(file.path):\(line.number): say why it is safe")
        }
    }

    @Test(
        "tests wait on events, never on time",
        arguments: SourceTree.current.files.filter { $0.path.hasPrefix("Tests/") })
    func testsDoNotSleep(_ file: SourceFile) throws {
        let sleeping = try Regex(#"\b(u|nano)?sleep\s*\("#)
        for line in file.code where line.text.contains(sleeping) {
            Issue.record("\(file.path):\(line.number): \(line.text)")
        }
        #expect(!file.imports.contains("XCTest"), "\(file.path): Swift Testing only")
    }

    @Test("every service has the same rooms", arguments: ["Mayor", "Deacon", "Witness", "Refinery", "BeadsStore"])
    func rooms(_ service: String) throws {
        let folder = SourceTree.current.root.appending(path: "Services/\(service)")
        for room in ["Core", "Daemon", "Daemon/Main.swift", "README.md"] {
            #expect(
                FileManager.default.fileExists(atPath: folder.appending(path: room).path),
                "Services/\(service)/\(room) is missing")
        }
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
        let main = try String(contentsOf: folder.appending(path: "Daemon/Main.swift"), encoding: .utf8)
        #expect(main.split(separator: "\n", omittingEmptySubsequences: false).count <= 81)
    }

    @Test(
        "every command has an example in its help",
        arguments: SourceTree.current.shipped.filter {
            $0.path.hasPrefix("Tools/gt/Commands/") && $0.text.contains("CommandConfiguration(")
        })
    func examples(_ file: SourceFile) {
        #expect(file.text.contains("Example"), "\(file.path): show how it is used")
    }

    @Test("nothing names the folders of the machine it was written on", arguments: SourceTree.current.files)
    func noForeignPaths(_ file: SourceFile) {
        guard file.path != "Tests/TidyTests/HouseRuleTests.swift" else { return }
        for word in ["/work/", "../shared"] where file.text.contains(word) {
            #expect(
                word == "../shared" && file.path.contains("SharedData"), "\(file.path) names \(word)")
        }
    }
}
