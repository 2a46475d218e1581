import Agents
import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

@Suite("Sessions are listed, and talked with by their programs' own means")
struct SeanceTests {
    private func rows(_ yard: SeanceYard, _ words: String...) async throws -> [[String: JSONValue]] {
        let result = try await yard.town.gt(["seance", "--json"] + words)
        return try JSONText.decode([[String: JSONValue]].self, from: result.output)
    }

    @Test("what a program calls its conversation is told by its hook, and shown with its transcript")
    func list() async throws {
        let yard = try SeanceYard()
        let transcript = "\(yard.town.root)/c-1.jsonl"
        try Files.writeAtomically("{}\n", to: transcript)
        let first = try await yard.session("copier", conversation: "c-1", transcript: transcript)
        try first.end(3)
        let second = try await yard.session("goer", conversation: nil)
        let text = try await yard.gt("seance").outputText
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 2 && lines[0].hasPrefix(second.assignment.incarnation.text), "\(text)")
        #expect(lines[1].contains("copier") && lines[1].hasSuffix("c-1 (written down)"), "\(text)")
        #expect(lines[1].contains("failed") && lines[1].contains(first.assignment.bead.text), "\(text)")
        #expect(lines[0].contains("working") && lines[0].hasSuffix("-"), "\(text)")
        let found = try await rows(yard, "--role", "polecat", "--agent", first.assignment.agent.description, "-n", "2")
        #expect(found.contains { $0["transcript"] == .text(transcript) })
        #expect(try await rows(yard, "--role", "crew").isEmpty)
        try Files.removeTree(transcript)
        #expect(try await rows(yard).allSatisfy { $0["transcript"] == nil })
        #expect(try await yard.gt("seance", "--role", "witness").ending == .exited(65))
        #expect(try await yard.gt("seance", "-p", "why").ending == .exited(64))
    }

    @Test("a variable of the program tells as well; a hook whose stdin stays open is not waited for")
    func variables() async throws {
        let yard = try SeanceYard()
        let session = try SessionHooks(yard.town, preset: "claude")
        let variable = try #require(AgentPreset.shipped["claude"]?.sessionVariable)
        _ = try await session.gt("prime", input: "{\"session_id\":\"not-read\"}", variables: [variable: "v-1"])
        #expect(try session.session().program == ProgramSession(id: "v-1", source: .variable))
        _ = try await session.gt("prime --hook", input: "{broken", variables: [variable: "v-2"])
        _ = try await session.gt("prime --hook --look", input: "{\"session_id\":\"v-3\"}")
        _ = try await session.gt("prime --hook", input: "{\"session_id\":\"--v\"}", variables: [variable: "../x"])
        #expect(try session.session().programs?.map(\.id) == ["v-1", "v-2"])
        let folder = try #require(HostEnvironment.programDirectory)
        let line = "mkfifo \(yard.town.root)/open && exec 3<>\(yard.town.root)/open && \(folder)/gt prime --hook <&3"
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", line],
                environment: [
                    "GT_TOWN": yard.town.root, "GT_SESSION_DIR": session.directory, "PATH": HostEnvironment.path,
                    "HOME": yard.town.root, "GT_HOOK_SECONDS": "20", variable: "v-4",
                ], directory: yard.town.root, limit: .seconds(30)))
        #expect(result.ending.isSuccess && result.outputText.contains("Fix the door"), "\(result.errorTail)")
        #expect(try session.session().program?.id == "v-4")
    }

    @Test("a question is answered by a copy, in the worktree, by nobody of the town")
    func question() async throws {
        let yard = try SeanceYard()
        let session = try await yard.session("copier", conversation: "c-1")
        let worktree = TownLayout(root: yard.town.root).worktree(session.assignment)
        try Files.makeDirectory(worktree)
        let asked = try await yard.gt("seance", "--talk", "c-", "-p", "Why?", environment: ["MY_SECRET": "x"])
        #expect(asked.ending.isSuccess, "\(asked.errorTail)")
        #expect(asked.outputText == "Because \u{241B}[31mit was in the way.\nThat is why.\n")
        #expect(try yard.started("argv") == ["--resume", "c-1", "--fork", "-p", "Why?"])
        #expect(try yard.started("pwd") == [worktree])
        let environment = try yard.started("env")
        #expect(environment.contains("GT_SESSION_DIR=/nonexistent/seance"))
        #expect(!environment.contains { $0.hasPrefix("MY_SECRET") || $0.contains(session.directory) })
        // Its worktree goes, its conversation stays.
        try session.end()
        try Files.removeTree(worktree)
        let incarnation = session.assignment.incarnation.text
        let later = try await yard.gt("seance", "--talk", incarnation, "-p", "Why?", "--json")
        #expect(later.errorTail.contains("its worktree is gone"), "\(later.errorTail)")
        #expect(try yard.started("pwd") == [yard.town.root])
        let answer = try JSONText.decode([String: JSONValue].self, from: later.output)
        #expect(answer["conversation"] == .text("c-1") && answer["session"] == .text(incarnation))
        let failed = try await yard.gt("seance", "--talk", "c-1", "-p", "fail")
        #expect(failed.ending == .exited(1) && failed.output.isEmpty)
        #expect(failed.errorTail.contains("ended with 3: there is no such conversation"), "\(failed.errorTail)")
    }

    @Test("a live conversation is copied or left alone, whichever session goes on in it")
    func live() async throws {
        let yard = try SeanceYard()
        let session = try await yard.session("goer", conversation: "c-1")
        let refused = try await yard.gt("seance", "--talk", "c-1", "-p", "Why?")
        #expect(refused.ending == .exited(1) && refused.errorTail.contains("makes no copies"), "\(refused.errorTail)")
        #expect(!Files.exists("\(yard.program).argv"))
        try session.end()
        let asked = try await yard.gt("seance", "--talk", "c-1", "-p", "Why?")
        #expect(asked.ending.isSuccess && asked.errorTail.contains("goes on in the conversation itself"))
        #expect(try yard.started("argv") == ["--resume", "c-1", "-p", "Why?"])
        let later = try await yard.session("goer", conversation: "c-1")
        for word in ["c-1", session.assignment.incarnation.text] {
            let again = try await yard.gt("seance", "--talk", word, "-p", "Why?")
            #expect(again.ending == .exited(1) && again.errorTail.contains("would disturb it"), "\(again.errorTail)")
        }
        try later.end()
        #expect(try await yard.gt("seance", "--talk", "c-1", "-p", "Why?").ending.isSuccess)
    }

    @Test("what can't be talked with is named, and why")
    func refusals() async throws {
        let yard = try SeanceYard()
        func refused(_ words: String..., status: Int32 = 1) async throws -> String {
            let result = try await yard.town.gt(["seance", "--talk"] + words)
            #expect(result.ending == .exited(status), "\(words): \(result.outputText)")
            return result.errorTail
        }
        try await yard.session("mute", conversation: "m-1").end()
        #expect(try await refused("m-1", "-p", "Why?").contains("preset mute can neither go on"))
        try await yard.session("copier", conversation: nil).end()
        #expect(try await refused("s2", "-p", "Why?").contains("was never told"))
        try await yard.session("copier", conversation: "m-2").end()
        #expect(try await refused("m-", "-p", "Why?").contains("several sessions"))
        #expect(try await refused("nobody", "-p", "Why?").contains("there is no session nobody"))
        #expect(try await refused("--resume", "-p", "Why?", status: 64).contains("--talk"))
        #expect(try await refused("m-2", "--prompt=--yolo", status: 64).contains("begins with no -"))
        #expect(try await refused("m-2", status: 64).contains("no terminal"))
        #expect(!Files.exists("\(yard.program).argv"))
        try Files.removeTree(yard.program)
        #expect(try await refused("m-2", "-p", "Why?", status: 78).contains("stand-in"))
    }

    @Test("without a question the program has the terminal, and its status is the command's")
    func terminal() async throws {
        let yard = try SeanceYard()
        try await yard.session("copier", conversation: "c-1").end()
        let folder = try #require(HostEnvironment.programDirectory)
        let spawn = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
        func talk(_ word: String) async throws -> CommandResult {
            try await CommandRunner().run(
                CommandSpec(
                    program: "python3", arguments: ["-c", spawn, "\(folder)/gt", "seance", "--talk", word],
                    environment: [
                        "GT_TOWN": yard.town.root, "HOME": yard.town.root, "PATH": HostEnvironment.path,
                        "GT_PONG_SECONDS": "10", "TERM": "xterm",
                    ], directory: yard.town.root, limit: .seconds(30)))
        }
        let talked = try await talk("c-1")
        #expect(talked.ending.isSuccess && talked.outputText.contains("in a terminal"), "\(talked.outputText)")
        #expect(try yard.started("argv") == ["--resume", "c-1", "--fork"])
        #expect(try yard.started("env").contains("TERM=xterm"))
        try await yard.session("copier", conversation: "fail-1").end()
        #expect(try await talk("fail-1").ending == .exited(3))
    }
}
