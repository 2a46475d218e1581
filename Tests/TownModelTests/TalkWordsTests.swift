import Agents
import Testing
import TownModel

@Suite("Taking up an earlier conversation")
struct TalkWordsTests {
    private func words(
        _ preset: String, isLive: Bool = false, prompt: String? = nil
    ) throws -> TalkWords {
        try #require(AgentPreset.shipped[preset]).words(takingUp: "c-1", isLive: isLive, prompt: prompt)
    }

    @Test("a program that makes copies goes on in one, also beside a live session")
    func copies() throws {
        for isLive in [false, true] {
            let asked = try words("claude", isLive: isLive, prompt: "Why?")
            #expect(asked == TalkWords(["--resume", "c-1", "--fork-session", "-p", "Why?"], isCopy: true))
            #expect(try words("claude", isLive: isLive).arguments == ["--resume", "c-1", "--fork-session"])
        }
    }

    @Test("one that makes none goes on in the conversation itself, never in a live one")
    func resumes() throws {
        #expect(try words("codex") == TalkWords(["resume", "c-1"], isCopy: false))
        #expect(try words("gemini", prompt: "Why?").arguments == ["--resume", "c-1", "-p", "Why?"])
        #expect(throws: TalkRefusal.isLive) { try words("codex", isLive: true) }
        #expect(throws: TalkRefusal.isLive) { try words("gemini", isLive: true, prompt: "Why?") }
    }

    @Test("what is not known is refused, never guessed")
    func unknown() {
        #expect(throws: TalkRefusal.neither) { try words("aider") }
        #expect(throws: TalkRefusal.neither) { try words("script", isLive: true) }
        // Two subcommands: which comes first, nobody has said.
        #expect(throws: TalkRefusal.noOnePrompt) { try words("codex", prompt: "Why?") }
        #expect(throws: TalkRefusal.noOnePrompt) { try words("auggie", prompt: "Why?") }
    }

    @Test(
        "what could be an option, a path or a control character is no conversation's name",
        arguments: ["", "-x", "--help", "a b", "../x", "a/b", "a\nb", "é", String(repeating: "a", count: 81)])
    func names(_ id: String) {
        #expect(ProgramSession(id: id, source: .hook) == nil)
        #expect(ProgramSession(id: "a-1_b.c", source: .hook) != nil)
    }

    @Test("a transcript is an absolute path, or left out")
    func transcripts() {
        for path in ["x.jsonl", "", "/a\nb", "/" + String(repeating: "a", count: 1024)] {
            #expect(ProgramSession(id: "a", source: .hook, transcript: path)?.transcript == nil)
        }
        #expect(ProgramSession(id: "a", source: .hook, transcript: "/a b/c.jsonl")?.transcript == "/a b/c.jsonl")
    }
}
