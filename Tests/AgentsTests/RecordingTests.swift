import Agents
import Host
import Testing
import TownModel
import Wire

/// What is said of verified programs is what was recorded of them (`make agents-e2e`).
@Suite("The recordings of agents' programs")
struct RecordingTests {
    @Test func `have the signs of the presets on their screens`() throws {
        let claude = try #require(AgentPreset.shipped["claude"])
        let aider = try #require(AgentPreset.shipped["aider"])
        for (preset, screens) in [(claude, ["idle", "idle-after", "working"]), (aider, ["idle", "idle-after"])] {
            for screen in screens {
                let rows = try Self.recording(preset.name, "\(screen).txt").body
                let sign = Self.bare(try #require(preset.readySign))
                #expect(rows.contains { Self.bare($0) == sign }, "\(preset.name), \(screen)")
            }
            let limited = try Self.recording(preset.name, "rate-limit.txt").body
            // The other words are of subscriptions, which can't be seen with a stand-in.
            let first = try #require(preset.rateLimitSigns?.first)
            #expect(limited.contains { $0.contains(first) }, "\(preset.name)")
        }
        // At work aider's line is gone, so the same sign tells that it is idle.
        let working = try Self.recording("aider", "working.txt").body
        #expect(aider.idleSign == aider.readySign && !working.contains { Self.bare($0) == ">" })
    }

    @Test func `tell a prompt's line from the choices of a dialog`() throws {
        let sign = try #require(AgentPreset.shipped["claude"]?.readySign)
        for name in ["dialog-trust", "dialog-key", "dialog-unasked", "dialog-permission"] {
            let rows = try Self.recording("claude", "\(name).txt").body
            #expect(rows.contains { $0.contains("❯") } && !rows.contains { $0.contains(sign) }, "\(name)")
        }
    }

    @Test func `show when a session is idle, and when something may be typed into it`() throws {
        let claude = try #require(AgentPreset.shipped["claude"])
        let prompt = try #require(claude.promptLine)
        func sight(_ name: String) throws -> (signs: ScreenSigns, pane: PaneSight) {
            let rows = try Self.recording("claude", "\(name).txt").body
            var pane = PaneSight()
            pane.screen = rows
            return (ScreenSigns(of: rows.joined(separator: "\n"), by: claude), pane)
        }
        for name in ["idle", "idle-after"] {
            let (signs, pane) = try sight(name)
            #expect(signs.isAtPrompt && pane.obstacle(prompt, evenAtWork: false) == nil, "\(name)")
            #expect(pane.line(prompt)?.isEmpty == true, "\(name)")
        }
        for name in ["working", "working-command"] {
            let (signs, pane) = try sight(name)
            #expect(!signs.isAtPrompt && pane.obstacle(prompt, evenAtWork: false) == .atWork, "\(name)")
        }
        for name in [
            "idle", "idle-after", "working", "working-command", "typed", "typed-working", "queued", "rate-limit",
        ] {
            #expect(try sight(name).signs.question == nil, "\(name)")
        }
        for (name, question) in [
            ("dialog-trust", "Quick safety check: Is this a project"),
            ("dialog-key", "Do you want to use this API key?"),
            ("dialog-unasked", "WARNING: Claude Code running in Bypass"),
            ("dialog-permission", "Do you want to proceed?"),
        ] {
            let (signs, pane) = try sight(name)
            #expect(signs.question?.hasPrefix(question) == true, "\(name): \(signs.question ?? "none")")
            #expect(!signs.isAtPrompt && pane.obstacle(prompt, evenAtWork: true) == .question, "\(name)")
        }
        #expect(try sight("typed").pane.line(prompt)?.isEmpty == false)
        #expect(try sight("rate-limit").signs.limitLine?.contains("429") == true)
    }

    @Test func `have our hooks at the moments for which they were generated`() throws {
        let dialect = HookDialect.claude
        let ours = Dictionary(uniqueKeysWithValues: AgentHook.all(for: .worker).map { ($0.command, $0.moment) })
        var seen: Set<HookMoment> = []
        for name in ["command", "compaction", "guard", "rate-limit", "session", "stop-held", "stream"] {
            for call in try Self.calls("hooks-\(name).jsonl") {
                guard let moment = ours[call.command] else { continue }
                #expect(call.event == dialect.moments[moment], "\(name): \(call.command)")
                seen.insert(moment)
            }
        }
        #expect(seen == Set(dialect.moments.keys))
    }

    @Test func `name the conversation in the preset's variable, and name program, version and date`() throws {
        let variable = try #require(AgentPreset.shipped["claude"]?.sessionVariable)
        let first = try #require(try Self.calls("hooks-session.jsonl").first)
        #expect(first.variables.contains(variable))
        for (preset, program) in [("claude", "Claude Code"), ("aider", "aider")] {
            let head = try Self.recording(preset, "idle.txt").head
            let verified = try #require(AgentPreset.shipped[preset]?.verifiedWith)
            let version = try #require(head.first { $0.hasPrefix("version: ") }?.dropFirst(9))
            let date = try #require(head.first { $0.hasPrefix("recorded: ") }?.dropFirst(10))
            #expect(head.first == "program: \(program)" && verified.hasPrefix("\(program) \(version) on \(date)"))
        }
    }

    @Test func `have the lines by which a message on stdin is seen to arrive, and its turn to begin and end`() throws {
        let form = try #require(AgentPreset.shipped["claude-stream"]?.stream)
        let signs = try Self.recording("claude", "stream.txt").body.compactMap { form.sign(of: Array($0.utf8)) }
        let refused =
            "API Error: Request rejected (429) · This request would exceed your account's rate limit. Please try again later."
        let names = ["gt-first", "gt-nudge-000000000001", "gt-nudge-000000000002", "gt-nudge-000000000003"]
        #expect(
            signs == names.flatMap { [.taken($0), .turnStarted, $0 == names[3] ? .turnRefused(refused) : .turnEnded] })
    }

    private struct Call {
        var command: String
        var event: String
        var variables: [String]
    }

    private static func calls(_ name: String) throws -> [Call] {
        try recording("claude", name).body.map { line in
            let call = try JSONText.decode(JSONValue.self, from: Array(line.utf8))
            guard case .text(let command)? = call["command"], case .text(let event)? = call["stdin"]?["hook_event_name"]
            else { throw BadRecording(line: line) }
            var variables: [String] = []
            if case .list(let names)? = call["variables"] {
                variables = names.compactMap { if case .text(let name) = $0 { name } else { nil } }
            }
            return Call(command: command, event: event, variables: variables)
        }
    }

    private static func recording(_ program: String, _ name: String) throws -> (head: [String], body: [String]) {
        let tests = Files.parent(of: Files.parent(of: #filePath))
        let lines = try Files.readText("\(tests)/Fixtures/agents/\(program)/\(name)").split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        guard let end = lines.firstIndex(of: "--") else { throw BadRecording(line: "no -- in \(name)") }
        return (Array(lines[..<end]), lines[(end + 1)...].filter { !$0.isEmpty })
    }

    /// Without the white space at the end, which `capture-pane` tells in part.
    private static func bare(_ text: String) -> String {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private struct BadRecording: Error {
        var line: String
    }
}
