import BeadsStoreCore
import Testing
import TownModel

@Suite("By which way a nudge goes")
struct NudgeRouteTests {
    private static func preset(terminal: Bool, line: PromptLine?) -> AgentPreset {
        AgentPreset(name: "some", command: ["some"], readsTerminal: terminal, promptLine: line)
    }

    @Test("what an agent asks for itself is left to it; to a pane goes what would wait too long, or for ever")
    func table() {
        let typed = Self.preset(terminal: true, line: PromptLine("> "))
        let unknown = Self.preset(terminal: true, line: nil)
        let silent = Self.preset(terminal: false, line: PromptLine("> "))
        for mode in NudgeMode.allCases {
            for hasHooks in [true, false] {
                #expect(NudgeRoute.channel(of: nil, hasHooks: hasHooks, mode) == .hook)
                #expect(NudgeRoute.channel(of: unknown, hasHooks: hasHooks, mode) == .hook)
                #expect(NudgeRoute.channel(of: silent, hasHooks: hasHooks, mode) == .hook)
            }
            #expect(NudgeRoute.channel(of: typed, hasHooks: false, mode) == .pane)
            let waits = mode == .turn
            #expect(NudgeRoute.channel(of: typed, hasHooks: true, mode) == (waits ? .hook : .pane))
        }
    }

    @Test("who reads messages on his stdin is told there, in front of a pane")
    func stdin() {
        let form = StreamForm(message: "{text}", taken: "{}", turnStarted: "{}", turnEnded: "{}")
        let stream = AgentPreset(
            name: "some", command: ["some"], readsTerminal: false, promptLine: PromptLine("> "), stream: form)
        for mode in NudgeMode.allCases {
            #expect(NudgeRoute.channel(of: stream, hasHooks: false, mode) == .stdin)
            #expect(NudgeRoute.channel(of: stream, hasHooks: true, mode) == (mode == .turn ? .hook : .stdin))
        }
    }

    @Test("the words that hands know are taken", arguments: NudgeMode.words)
    func words(_ word: String) {
        let known: [String: NudgeMode] = ["wait-idle": .whenIdle, "queue": .turn, "immediate": .interrupt]
        #expect(NudgeMode(word: word) == known[word] ?? NudgeMode(rawValue: word))
        #expect(NudgeMode(word: word) != nil && NudgeMode(word: "\(word) ") == nil)
    }
}
