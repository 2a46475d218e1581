import Host
import Testing
import TownModel
import TownTesting
import Wire

/// What `bd` reads from files and pipes, and writes to them.
@Suite struct BdFileTests {
    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    private func bd(_ arguments: String..., status: Int32 = 0) async throws -> CommandResult {
        // The large file below takes its time in a debug build on a busy machine.
        let result = try await town.gt(["bd"] + arguments + ["--wait", "30"])
        #expect(result.ending.status == status, "\(arguments): \(result.errorTail)")
        return result
    }

    private func file(_ name: String, _ text: String) throws -> String {
        try Files.writeAtomically(text, to: "\(town.root)/\(name)")
        return "\(town.root)/\(name)"
    }

    @Test("what another town exported is imported and exported again byte for byte, whatever its size")
    func roundTrip() async throws {
        // More than one part of a body, and more than one page of an export.
        let lines = (1...900).map { number in
            #"{"id":"gt-x\#(1000 + number)","title":"T  \#(number)","description":"\#(String(repeating: "é", count: 400))","#
                + #""priority":1,"status":"open","issue_type":"task","created_at":"2026-01-01T00:00:00.5+01:00","#
                + #""updated_at":"2026-01-02T00:00:00Z","unknown":[1, 2]}"#
        }
        let text = lines.joined(separator: "\n") + "\n"
        let path = try file("in.jsonl", text)
        let report = try await bd("import", "-i", path, "--rig", "gastown", "--json")
        #expect(report.outputText.contains(#""created":900"#), "\(report.outputText)")
        _ = try await bd("export", "-o", "\(town.root)/out.jsonl", "--rig", "gastown")
        #expect(try Files.readText("\(town.root)/out.jsonl") == text)
        let printed = try await bd("export", "--prefix", "gt")
        #expect(printed.outputText == text)
    }

    @Test("a line that does not go in makes the exit code 65, and is named")
    func refusedLines() async throws {
        let path = try file("in.jsonl", "{\"id\":\"hq-a1\",\"title\":\"A\",\"priority\":1}\nno bead\n")
        let result = try await bd("import", "-i", path, status: 65)
        #expect(result.outputText.contains("line 2: broken:"), "\(result.outputText)")
        #expect(try await bd("show", "hq-a1", "--short").outputText.contains("hq-a1"))
    }

    @Test("a plan makes its issues at once, or none")
    func plan() async throws {
        let first = try await bd("q", "First").outputText.trimmed
        let good = try file(
            "plan.md",
            """
            # Plan
            ## Fix the door
            ### Type
            bug
            ### Priority
            P1
            ### Description
            It squeaks.

            Loudly.
            ### Acceptance Criteria
            silence
            ### Assignee
            joe
            ### Labels
            wood, iron
            ### Dependencies
            - blocks:\(first)
            ## Paint it
            two coats
            """)
        let made = try await bd("create", "-f", good, "--silent").outputText.split(separator: "\n").map(String.init)
        #expect(made.count == 2)
        let line = try await bd("show", made[0], "--json").outputText
        for part in [
            #""title":"Fix the door""#, #""description":"It squeaks.\n\nLoudly.""#, #""acceptance_criteria":"silence""#,
            #""priority":1"#, #""issue_type":"bug""#, #""assignee":"joe""#, #""labels":["iron","wood"]"#,
            #""dependency_type":"blocks""#,
        ] { #expect(line.contains(part), "\(part)") }
        #expect(try await bd("show", made[1], "--json").outputText.contains(#""description":"two coats""#))
        let bad = try file("bad.md", "## One\n## Two\n### Priority\n9\n")
        _ = try await bd("create", "-f", bad, status: 65)
        #expect(try await bd("count", "--json").outputText == "{\"count\":3}\n")
        let empty = try file("empty.md", "nothing\n")
        _ = try await bd("create", "-f", empty, status: 65)
    }

    @Test("a description comes from a file, and what is to be deleted too")
    func texts() async throws {
        let body = try file("body.txt", "- one\n- two\n")
        let id = try await bd("create", "A", "--body-file", body, "--silent").outputText.trimmed
        #expect(try await bd("show", id, "--json").outputText.contains(#""description":"- one\n- two\n""#))
        _ = try await bd("update", id, "--description-file", try file("other.txt", "new"), "--design", "-d")
        let line = try await bd("show", id, "--json").outputText
        #expect(line.contains(#""description":"new""#) && line.contains(#""design":"-d""#))
        let names = try file("ids", "# gone\n\(id)\n")
        _ = try await bd("delete", "--from-file", names)
        #expect(try await bd("count", "--json").outputText == "{\"count\":1}\n")
        _ = try await bd("delete", "--from-file", names, "--force")
        #expect(try await bd("count", "--json").outputText == "{\"count\":0}\n")
    }

    @Test("an export that could not be written whole is a failure")
    func fullDisk() async throws {
        _ = try await bd("q", "Door")
        let folder = try #require(HostEnvironment.programDirectory)
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", "exec '\(folder)/gt' bd export > /dev/full"],
                environment: ["GT_TOWN": town.root, "PATH": HostEnvironment.path], directory: town.root,
                limit: .seconds(30)))
        #expect(result.ending.status == 1)
        #expect(result.errorTail.contains("not whole"), "\(result.errorTail)")
    }

    @Test("what is piped in is read where a minus stands")
    func piped() async throws {
        let folder = try #require(HostEnvironment.programDirectory)
        let body = try file("body.txt", "piped\n")
        let script = "'\(folder)/gt' bd create Piped -d - --json < '\(body)'"
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", script],
                environment: ["GT_TOWN": town.root, "PATH": HostEnvironment.path], directory: town.root,
                limit: .seconds(30)))
        #expect(result.outputText.contains(#""description":"piped\n""#), "\(result.errorTail)")
    }
}
