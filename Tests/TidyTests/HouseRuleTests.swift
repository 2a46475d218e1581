import Foundation
import Testing

/// How this house is built (CONTRIBUTING.md): the rules that a machine can check.
@Suite struct HouseRuleTests {
    static let commands = SourceTree.current.shipped.filter { file in
        ["Tools/gt/Commands/", "Tools/gt/Bd/Commands/"].contains(where: file.path.hasPrefix)
    }

    private func expectNone(_ problems: [String]) {
        for problem in problems { Issue.record("\(problem)") }
    }

    @Test("no file is longer than 400 lines", arguments: SourceTree.current.files)
    func length(_ file: SourceFile) { expectNone(HouseRules.length(file)) }

    @Test("shipped code keeps to the house rules", arguments: SourceTree.current.shipped)
    func forbiddenWords(_ file: SourceFile) throws { expectNone(try HouseRules.forbiddenWords(file)) }

    @Test("an error dropped with try? says why on the same or the line before", arguments: SourceTree.current.shipped)
    func droppedErrors(_ file: SourceFile) throws { expectNone(try HouseRules.droppedErrors(file)) }

    @Test("unchecked sendability has a reason beside it", arguments: SourceTree.current.shipped)
    func uncheckedSendable(_ file: SourceFile) { expectNone(HouseRules.uncheckedSendable(file)) }

    @Test(
        "tests wait on events, never on time",
        arguments: SourceTree.current.files.filter { $0.path.hasPrefix("Tests/") })
    func testsDoNotSleep(_ file: SourceFile) throws { expectNone(try HouseRules.sleepingTests(file)) }

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

    @Test("every command has an example in its help", arguments: commands)
    func examples(_ file: SourceFile) { expectNone(HouseRules.examples(file)) }

    @Test("every command answers in JSON when asked to", arguments: commands)
    func json(_ file: SourceFile) { expectNone(HouseRules.json(file)) }

    @Test("nothing names the folders of the machine it was written on", arguments: SourceTree.current.files)
    func noForeignPaths(_ file: SourceFile) { expectNone(HouseRules.foreignPaths(file)) }
}
