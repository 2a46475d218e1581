import Agents
import Testing
import TownModel

@Suite("What a screen says")
struct ScreenSignsTests {
    private let preset = AgentPreset(
        name: "x", command: ["x"], readySign: "❯ ", rateLimitSigns: ["Limit reached"])

    @Test(
        arguments: [
            ("", false), ("❯ ", true), ("❯\u{A0}", true), ("│ ❯ \u{A0}          │\n╰──────╯\n  ? for shortcuts", true),
            ("  ❯ half a line that somebody types", true), ("✻ Thinking… (12s)", false), ("a ❯ b", false),
            ("❯ \n" + String(repeating: "line\n", count: 12), false),
        ])
    func `a prompt is one among the last lines, in a frame or not`(text: String, isThere: Bool) {
        #expect(ScreenSigns(of: text, by: preset).isAtPrompt == isThere)
    }

    @Test func `a sign with a no-break space is none with a common one; at work there is no prompt`() {
        let strict = AgentPreset(
            name: "x", command: ["x"], readySign: "❯\u{A0}", promptLine: PromptLine("❯", workingSigns: ["esc to stop"]))
        #expect(
            ScreenSigns(of: "❯\u{A0}", by: strict).isAtPrompt && !ScreenSigns(of: "❯ No, exit", by: strict).isAtPrompt)
        #expect(!ScreenSigns(of: "❯\u{A0}\n  esc to stop", by: strict).isAtPrompt)
    }

    @Test func `a limit is its line, in whatever case, the last of several; lines above the last few are history`() {
        let text = "old\n│ 5-hour limit reached ∙ resets 3pm │\nhint\n❯ "
        #expect(
            ScreenSigns(of: text, by: preset)
                == ScreenSigns(isAtPrompt: true, limitLine: "5-hour limit reached ∙ resets 3pm"))
        #expect(ScreenSigns(of: "limit reached a\nLIMIT REACHED b", by: preset).limitLine == "LIMIT REACHED b")
        #expect(
            ScreenSigns(of: "limit reached\n" + String(repeating: "line\n", count: 12), by: preset).limitLine == nil)
    }

    @Test func `who has no signs is told nothing by a screen`() {
        let mute = AgentPreset(name: "x", command: ["x"], rateLimitSigns: [""])
        #expect(ScreenSigns(of: "❯ \nlimit reached", by: mute) == ScreenSigns(isAtPrompt: false))
        #expect(ScreenSigns(of: "❯ \nlimit reached", by: .script) == ScreenSigns(isAtPrompt: false))
    }

    @Test func `a question is what stands above the choices, and none once it is history`() {
        let asker = AgentPreset(
            name: "x", command: ["x"], promptLine: PromptLine("> ", askingSigns: ["Press enter to"]))
        func question(_ text: String) -> String? { ScreenSigns(of: text, by: asker).question }
        #expect(question("old?\n────\nUpdate now?\nIt is large.\n> Yes\n  No\nPress enter to confirm") == "Update now?")
        #expect(question("────\nWelcome\nto it\nPress enter to continue") == "Welcome")
        #expect(question("Press enter to continue") == "Press enter to continue")
        #expect(question("Press enter to confirm\ndone\n> ") == nil)
        #expect(question("Press enter to confirm" + String(repeating: "\nline", count: 12)) == nil)
    }

    @Test func `the idle sign goes before the ready sign`() {
        let both = AgentPreset(name: "x", command: ["x"], readySign: "> ", idleSign: "$ ")
        #expect(!ScreenSigns(of: "> ", by: both).isAtPrompt && ScreenSigns(of: "$ ", by: both).isAtPrompt)
    }
}
