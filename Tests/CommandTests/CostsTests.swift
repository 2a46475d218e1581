import Agents
import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

@Suite("What agents took, from the transcripts of their programs")
struct CostsTests {
    private struct Report: Decodable {
        struct Row: Decodable {
            var name: String
            var sessions: Int
            var count: TokenCount
        }
        var rows: [Row]
        var total: Row
        var withoutTranscript: [String]
        var silentPresets: [String: Int]
        var unreadableLines: Int
    }

    private func report(_ yard: SeanceYard, _ line: String = "") async throws -> Report {
        let words = ["costs", "--json"] + line.split(separator: " ").map(String.init)
        let result = try await yard.town.gt(words, environment: ["CLAUDE_CONFIG_DIR": "\(yard.town.root)/claude"])
        #expect(result.ending.isSuccess, "\(line): \(result.errorTail)")
        return try JSONText.decode(Report.self, from: result.output)
    }

    private func line(_ id: String, _ output: Int, at time: String, model: String = "opus") -> String {
        #"{"timestamp":"\#(time)","message":{"id":"\#(id)","model":"\#(model)","usage":{"output_tokens":\#(output)}}}"#
            + "\n"
    }

    @Test("each message is of the session that wrote it; what tells nothing is named; a broken end is counted")
    func report() async throws {
        let yard = try SeanceYard()
        let (one, two) = ("\(yard.town.root)/c-1.jsonl", "\(yard.town.root)/c-2.jsonl")
        // The ledger's clock stands at the year 2100, the machine's at today.
        let (now, old) = ("2100-01-01T00:00:01Z", "2020-01-01T00:00:00Z")
        try Files.writeAtomically(
            line("m0", 1000, at: old) + line("m1", 5, at: now) + line("m2", 6, at: now, model: "haiku"), to: one)
        try Files.writeAtomically(line("m1", 5, at: now) + line("m3", 7, at: now) + "{\"message\":{\"usa", to: two)
        let first = try await yard.session("claude", conversation: "c-1", transcript: one)
        let second = try await yard.session("claude", conversation: "c-2", transcript: two)
        let third = try await yard.session("claude", conversation: "c-3", transcript: "\(yard.town.root)/none.jsonl")
        // A rig has room for three.
        try third.end()
        _ = try await yard.session("copier", conversation: "x-1")
        let found = try await report(yard)
        #expect(found.total.count.output == 18 && found.total.count.messages == 3 && found.total.sessions == 2)
        #expect(
            found.rows.map(\.count.output) == [11, 7], "what a copy repeats is of the conversation that was copied")
        #expect(found.rows.first?.name == first.assignment.agent.description)
        #expect(found.withoutTranscript == [third.assignment.incarnation.text])
        #expect(found.silentPresets == ["copier": 1] && found.unreadableLines == 1)
        #expect(try await report(yard, "--by model").rows.map(\.name) == ["opus", "haiku"])
        #expect(try await report(yard, "--by role").rows.map(\.name) == ["polecat"])
        let beads = Set(try await report(yard, "--by bead --since 12h").rows.map(\.name))
        #expect(beads == [first.assignment.bead.text, second.assignment.bead.text])
        #expect(try await report(yard, "--since 36500d").total.count.output == 1018)
        let text = try await yard.gt("costs", "--by", "rig", environment: ["CLAUDE_CONFIG_DIR": yard.town.root])
        #expect(text.outputText.contains("no transcript says what was paid"), "\(text.outputText)")
        #expect(text.outputText.contains("told nothing, by preset: copier (1)"))
        #expect(try await yard.gt("costs", "--today", "--week").ending == .exited(64))
        #expect(try await yard.gt("costs", "--rig", "nowhere").ending == .exited(1))
    }

    @Test("a conversation that goes on in two sessions is told apart by time; its file is found without a hook's word")
    func shared() async throws {
        let yard = try SeanceYard()
        let variable = try #require(AgentPreset.shipped["claude"]?.sessionVariable)
        let first = try SessionHooks(yard.town, key: "first", preset: "claude")
        _ = try await first.gt("prime", variables: [variable: "v-1"])
        let place = TownLayout(root: yard.town.root).worktree(first.assignment)
        let file = try #require(
            TranscriptDialect.claude.path(of: "v-1", begunIn: place) {
                $0 == "CLAUDE_CONFIG_DIR" ? "\(yard.town.root)/claude" : nil
            })
        try Files.makeDirectory(Files.parent(of: file))
        try Files.writeAtomically(
            line("m1", 5, at: "2100-01-01T00:00:10Z") + line("m2", 6, at: "2100-01-01T02:00:00Z"), to: file)
        #expect(try await report(yard).total.count.output == 11)
        try first.end()
        try yard.town.with { $0.now = $0.now.advanced(by: .seconds(3600)) }
        let second = try await yard.session("claude", conversation: "v-1", transcript: file)
        let rows = try await report(yard, "--by bead").rows
        #expect(rows.map(\.count.output).sorted() == [5, 6])
        #expect(rows.first { $0.name == second.assignment.bead.text }?.count.output == 6)
        // A pipe in a transcript's place is not opened: nobody might ever write to it.
        try Files.removeTree(file)
        let made = try await CommandRunner().run(
            CommandSpec(
                program: "mkfifo", arguments: [file], environment: ["PATH": HostEnvironment.path], directory: "/",
                limit: .seconds(30)))
        #expect(made.ending.isSuccess)
        #expect(try await report(yard).withoutTranscript.count == 2)
    }
}
