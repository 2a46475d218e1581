import Testing

/// Each rule on a line that breaks it and on one that only looks so: a rule that can't fail guards nothing.
@Suite struct RuleSampleTests {
    private func file(_ text: String, at path: String = "Shared/Host/Sample.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test(
        "what is forbidden is found",
        arguments: [
            "public struct A {}", "    public  init() {}", "open class B {}", "Task.detached { await run() }",
            "Task { await run() }", "let t = Task(priority: .high) { 1 }", "Task<Void, Never> { await run() }",
            "try await Task.sleep(for: .seconds(1))", "usleep(1000)", "nanosleep(&time, nil)", "sleep (1)",
            "Thread.sleep(forTimeInterval: 1)", "final class QueueManager {", "enum StringUtils {",
            "struct RowHelper {}", "package actor MessageHandler {", "protocol FileUtil {", #"case "claude": return 1"#,
            #"        case "script", "codex": break"#,
        ])
    func forbidden(line: String) throws {
        #expect(try !HouseRules.forbiddenWords(file(line)).isEmpty)
    }

    @Test(
        "what only looks like it is let be",
        arguments: [
            "package struct A {}", "// public is not for us", #"let word = "public""#, "struct TaskList {",
            "try await withThrowingTaskGroup(of: Int.self) { group in", "let asleep = isAsleep(now)",
            "await Task.yield()",
            "struct Management {}", "let handler = signalHandler", #"case "town": return 1"#, "case .script: break",
            "let text = \"\"\"\n    public Task { sleep(1) }\n    \"\"\"", "@unchecked public_name",
        ])
    func harmless(text: String) throws {
        let found = try HouseRules.forbiddenWords(file(text))
        #expect(found.isEmpty, "\(found)")
    }

    @Test("a dropped error without a reason is found, one with a reason is not")
    func droppedErrors() throws {
        #expect(try HouseRules.droppedErrors(file("let a = 1\nlet x = try? y()")).count == 1)
        #expect(try HouseRules.droppedErrors(file("func f() {\n    _ = try?   y()\n}")).count == 1)
        #expect(try HouseRules.droppedErrors(file("// Nobody minds.\nlet x = try? y()")).isEmpty)
        #expect(try HouseRules.droppedErrors(file("let x = try? y()  // nobody minds")).isEmpty)
        #expect(try HouseRules.droppedErrors(file("let x = try y()\nlet s = \"try?\"")).isEmpty)
    }

    @Test("unchecked sendability without a reason near by is found")
    func unchecked() {
        #expect(HouseRules.uncheckedSendable(file("final class A: @unchecked Sendable {}")).count == 1)
        #expect(
            HouseRules.uncheckedSendable(file("// Owned by one thread.\nfinal class A: @unchecked Sendable {}")).isEmpty
        )
    }

    @Test("401 lines are too many, 400 are not")
    func length() {
        #expect(HouseRules.length(file(String(repeating: "let a = 1\n", count: 401))).count == 1)
        #expect(HouseRules.length(file(String(repeating: "let a = 1\n", count: 400))).isEmpty)
    }

    @Test("a test that sleeps, or is written for XCTest, is found")
    func sleeping() throws {
        #expect(try HouseRules.sleepingTests(file("try await Task.sleep(for: .seconds(1))")).count == 1)
        #expect(try HouseRules.sleepingTests(file("import XCTest")).count == 1)
        #expect(try HouseRules.sleepingTests(file("import Testing\n// sleep(1)")).isEmpty)
    }

    @Test("a command without an example, or deaf to --json, is found")
    func commands() {
        let head = "static let configuration = CommandConfiguration(\n"
        #expect(HouseRules.examples(file(head + "discussion: \"Do it.\")")).count == 1)
        #expect(HouseRules.examples(file(head + "discussion: \"Example: gt do it\")")).isEmpty)
        let run = "func run(_ call: Invocation) async throws {\n"
        let options = "@OptionGroup var global: GlobalOptions\n"
        #expect(HouseRules.json(file(options + run + "print(1)\n}")).count == 1)
        #expect(HouseRules.json(file(run + "call.answer(1) { _ in \"1\" }\n}")).count == 1)
        #expect(HouseRules.json(file(options + run + "call.answer(1) { _ in \"1\" }\n}")).isEmpty)
        let bd = "@OptionGroup var bd: BdOptions\nfunc run(_ call: BdCall) async throws {\n"
        #expect(HouseRules.json(file(bd + "print(1)\n}")).count == 1)
        #expect(HouseRules.json(file(bd + "call.answer(\"1\") { _ in \"1\" }\n}")).isEmpty)
    }

    @Test("paths of a machine are found")
    func paths() {
        #expect(HouseRules.foreignPaths(file("let a = \"/" + "work/main\"")).count == 1)
        #expect(HouseRules.foreignPaths(file("let a = \"/home/work\"")).isEmpty)
    }

    @Test(
        "an import that points the wrong way is found",
        arguments: [
            ("Shared/TownModel/A.swift", "import Wire", false),
            ("Shared/Wire/A.swift", "package import TownModel", true),
            ("Services/Mayor/Core/A.swift", "import Bus", false),
            ("Services/Mayor/Core/A.swift", "import TownModel", true),
            ("Tools/gt/Commands/A.swift", "import RoleRuntime", false),
            ("Tools/gt/A.swift", "internal import Host", true),
            ("Shared/Nowhere/A.swift", "import TownModel", false),
        ])
    func graph(path: String, line: String, isAllowed: Bool) {
        #expect(ImportGraph.inward(file(line, at: path)).isEmpty == isAllowed)
    }

    @Test(
        "a package imported outside its room is found",
        arguments: [
            ("Tools/gt/A.swift", "import TOMLKit", false), ("Shared/SourceText/A.swift", "import TOMLKit", true),
            ("Services/Mayor/Daemon/Main.swift", "import ArgumentParser", true),
            ("Services/Mayor/Daemon/Inbox.swift", "import ArgumentParser", false),
            ("Services/Mayor/Daemon/Inbox.swift", "import CZeroMQ", false),
        ])
    func rooms(path: String, line: String, isAllowed: Bool) {
        #expect(ImportGraph.packages(file(line, at: path)).isEmpty == isAllowed)
    }

    @Test("Foundation in what gt links is found")
    func foundation() {
        #expect(ImportGraph.foundation(file("import Foundation", at: "Tools/gt/A.swift")).count == 1)
        #expect(ImportGraph.foundation(file("import FoundationEssentials", at: "Shared/Bus/A.swift")).count == 1)
        #expect(ImportGraph.foundation(file("import FoundationEssentials", at: "Shared/Wire/JSONText.swift")).isEmpty)
        #expect(ImportGraph.foundation(file("import Foundation", at: "Benchmarks/A.swift")).isEmpty)
    }
}
