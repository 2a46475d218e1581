import Agents
import Host
import Testing
import TownModel

@Suite("The presets that come with the program")
struct ShippedPresetTests {
    private static let names = [
        "claude", "claude-stream", "codex", "gemini", "cursor", "amp", "auggie", "copilot", "opencode", "aider", "pi",
        "vibe", "script",
    ]

    @Test func `are found by their names, each with a program`() {
        #expect(AgentPreset.shippedInOrder.map(\.name) == Self.names)
        #expect(AgentPreset.shipped.count == Self.names.count)
        for (name, preset) in AgentPreset.shipped {
            #expect(preset.name == name && !preset.program.isEmpty)
            #expect((preset.firstPrompt == .flag) == (preset.promptFlag != nil), "\(name)")
            #expect(Set(AgentPreset.standardVariables).isSubset(of: preset.environment), "\(name)")
        }
        #expect(AgentPreset.shipped["script"]?.command == ["gt", "agent-script"])
    }

    @Test func `are unverified, but for those that were run`() {
        #expect(
            AgentPreset.shippedInOrder.filter(\.isVerified).map(\.name) == [
                "claude", "claude-stream", "aider", "script",
            ])
    }

    @Test func `can be started when they can be told what to do, and say so when they can't`() {
        for preset in AgentPreset.shippedInOrder {
            #expect((preset.whyNotYet == nil) == (preset.firstPrompt != nil), "\(preset.name)")
            if let reason = preset.whyNotYet { #expect(reason.contains(preset.name)) }
        }
        #expect(AgentPreset.script.whyNotYet == nil)
        var own = AgentPreset(name: "own", command: ["own"], firstPrompt: .pasted)
        #expect(own.whyNotYet?.contains("prompt_sign") == true)
        own.promptLine = PromptLine("> ")
        #expect(own.whyNotYet == nil)
        own.firstPrompt = .input
        #expect(own.whyNotYet?.contains("stdin") == true)
    }

    @Test(arguments: [
        (FirstPrompt.none, ["run", "it"]), (.input, ["run", "it"]), (.argument, ["run", "it", "Do it."]),
        (.flag, ["run", "it", "--message", "Do it."]), (.pasted, ["run", "it"]),
        (.message, ["run", "it"]),
    ])
    func `are given their first prompt in their own way`(form: FirstPrompt, words: [String]) {
        let preset = AgentPreset(
            name: "x", command: ["run", "it"], firstPrompt: form, promptFlag: form == .flag ? "--message" : nil)
        #expect(preset.words(with: "Do it.") == words)
    }

    @Test func `stand in docs/agents.md as they are in the code; GT_REWRITE=1 writes them anew`() throws {
        let path = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/docs/agents.md"
        let text = try Files.readText(path)
        let start = try #require(text.firstRange(of: "<!-- presets: begin -->\n"), "no table").upperBound
        let end = try #require(text[start...].firstRange(of: "<!-- presets: end -->"), "no end").lowerBound
        let wanted = PresetTable.markdown + "\n"
        if HostEnvironment.value("GT_REWRITE") == "1" {
            try Files.writeAtomically(String(text[..<start] + wanted + text[end...]), to: path, mode: 0o644)
        } else {
            #expect(text[start..<end] == wanted)
        }
    }
}

/// The presets as a table for readers.
private enum PresetTable {
    private static let head = [
        "preset", "command", "first prompt", "one prompt, then it ends", "goes on with", "session variable", "ready",
        "hooks file", "instructions", "variables", "",
    ]

    static var markdown: String {
        var rows = [head, head.map { _ in "---" }]
        rows += AgentPreset.shippedInOrder.map(cells)
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    private static func cells(_ preset: AgentPreset) -> [String] {
        let own = preset.environment.filter { !AgentPreset.standardVariables.contains($0) }
        return [
            preset.name, code(preset.command), preset.firstPrompt?.rawValue ?? "?", once(preset), resume(preset),
            code(preset.sessionVariable), ready(preset), code(preset.hooksFile), code(preset.instructionsFile),
            own.map { code([$0]) }.joined(separator: ", "), preset.isVerified ? "verified" : "unverified",
        ]
    }

    private static func once(_ preset: AgentPreset) -> String {
        guard let form = preset.nonInteractive else { return "?" }
        return code([preset.program] + form.arguments + (form.output ?? []))
    }

    private static func resume(_ preset: AgentPreset) -> String {
        guard let form = preset.resume else { return "?" }
        return [form.named, form.latest, form.fork].compactMap(\.self).map(code).joined(separator: ", ")
    }

    private static func ready(_ preset: AgentPreset) -> String {
        let signs = [preset.readySign.map { "`\($0)`" }, preset.readySeconds.map { "\($0) s" }].compactMap(\.self)
        return signs.isEmpty ? "?" : signs.joined(separator: ", ")
    }

    private static func code(_ word: String?) -> String { word.map { "`\($0)`" } ?? "?" }

    private static func code(_ words: [String]) -> String { "`\(words.joined(separator: " "))`" }
}
