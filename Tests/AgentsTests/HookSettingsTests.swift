import Agents
import Testing
import TownModel
import Wire

@Suite("Settings that tell an agent's program of our hooks")
struct HookSettingsTests {
    private func settings(_ kind: SpeakerKind = .worker) -> HookSettings {
        HookSettings(AgentHook.all(for: kind), .claude)
    }

    private func json(_ text: String) throws -> JSONValue {
        try JSONText.decode(JSONValue.self, from: Array(text.utf8))
    }

    /// Commands by moment and matcher, one line each.
    private func lines(_ settings: HookSettings) -> [String] {
        guard case .object(let moments)? = settings.json["hooks"] else { return [] }
        return moments.sorted { $0.key < $1.key }.flatMap { moment, groups -> [String] in
            guard case .list(let groups) = groups else { return [] }
            return groups.flatMap { group -> [String] in
                guard case .list(let hooks)? = group["hooks"] else { return [] }
                let matcher = if case .text(let text)? = group["matcher"] { "[\(text)]" } else { "" }
                return hooks.map { hook in
                    if case .text(let command)? = hook["command"] { "\(moment)\(matcher): \(command)" } else { "?" }
                }
            }
        }
    }

    @Test("each moment runs our command, and guards stand before commands only")
    func ours() {
        #expect(
            lines(settings()) == [
                "PreCompact: gt prime --hook --look",
                "PreToolUse[Bash]: gt tap guard dangerous-command pr-workflow bd-init",
                "SessionStart: gt prime --hook", "Stop: gt signal stop", "StopFailure: gt signal refused",
                "UserPromptSubmit: gt mail check --inject",
            ])
        #expect(lines(settings(.crew)).contains("PreToolUse[Bash]: gt tap guard dangerous-command bd-init"))
        #expect(lines(settings(.deacon)).contains { $0.hasSuffix("mol-patrol") })
    }

    @Test("what a user has is merged by moment and matcher, behind ours, each once; other settings stay as they are")
    func merging() throws {
        let before = settings()
        var merged = before
        let theirs = """
            {"model": "large", "timeout": 1.5, "env": {"A": null, "n": 3}, "hooks": {
              "Stop": [{"matcher": "*", "hooks": [{"type": "command", "command": "beep", "timeout": 5}]}],
              "PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "log"}]},
                             {"matcher": "Edit|Write", "hooks": [{"type": "command", "command": "format"}]}],
              "Notification": [{"hooks": [{"type": "command", "command": "notify"}]}]}}
            """
        try merged.merge(try json(theirs))
        #expect(
            lines(merged) == [
                "Notification: notify", "PreCompact: gt prime --hook --look",
                "PreToolUse[Bash]: gt tap guard dangerous-command pr-workflow bd-init", "PreToolUse[Bash]: log",
                "PreToolUse[Edit|Write]: format", "SessionStart: gt prime --hook", "Stop: gt signal stop",
                "Stop: beep", "StopFailure: gt signal refused", "UserPromptSubmit: gt mail check --inject",
            ])
        #expect(merged.json["model"] == .text("large") && merged.json["timeout"] == .number(1.5))
        #expect(merged.json["env"] == .object(["A": .null, "n": .integer(3)]))
        var again = merged
        try again.merge(try json(theirs))
        try again.merge(merged.json)
        #expect(again == merged, "merging again changes nothing")
        #expect(try json(merged.text) == merged.json)
    }

    @Test(
        "what is no settings file is left alone as a whole, and the reason named",
        arguments: [
            ("[]", "no JSON object"), ("7", "no JSON object"), (#"{"a": 1, "hooks": []}"#, "no object of moments"),
            (#"{"a": 1, "hooks": {"Stop": {}}}"#, "hooks.Stop is no list"),
            (#"{"a": 1, "hooks": {"Stop": [{"matcher": ""}]}}"#, "no list of hooks"),
            (#"{"a": 1, "hooks": {"Stop": [{"matcher": 1, "hooks": []}]}}"#, "a matcher is no text"),
        ])
    func refused(_ text: String, _ reason: String) throws {
        var settings = settings()
        let theirs = try json(text)
        do throws(HookSettings.Problem) {
            try settings.merge(theirs)
            Issue.record("merged \(text)")
        } catch {
            #expect(error.text.contains(reason), "\(error.text)")
        }
        #expect(settings == self.settings())
    }

    @Test("slash commands are files with a sentence and a text")
    func slashCommands() {
        #expect(SlashCommand.all.map(\.name) == ["handoff", "done", "mail", "review"])
        for command in SlashCommand.all {
            #expect(command.file.hasPrefix("---\ndescription: \(command.sentence)\n---\n\n"))
            #expect(command.file.hasSuffix("$ARGUMENTS\n"))
        }
        #expect(SlashCommand.manifest.contains("\"name\" : \"gt\""))
    }
}
