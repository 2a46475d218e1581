import Host
import Testing
import TownModel

@Suite("What is read off a pane")
struct PaneSightTests {
    private static let prompt = PromptLine(
        "❯ ", workingSigns: ["esc to interrupt"], askingSigns: ["Enter to confirm"], hasLineEditor: true)

    /// The cursor stands in the row that is marked by `_`, which is taken away.
    private func sight(_ rows: String...) -> PaneSight {
        var sight = PaneSight()
        sight.screen = rows.map { String($0.filter { $0 != "_" }) }
        sight.cursorRow = rows.firstIndex { $0.contains("_") } ?? 0
        return sight
    }

    private func obstacle(_ sight: PaneSight, evenAtWork: Bool = false) -> TypingObstacle? {
        sight.obstacle(Self.prompt, evenAtWork: evenAtWork)
    }

    @Test func `the line is the lowest that begins with the sign, without frame and hints`() {
        let framed = sight("❯ old", "● done", "╭────────╮", "│ ❯ my own   │", "│   words_   │", "╰────────╯", "  hints")
        #expect(framed.line(Self.prompt)?.text == "my own words")
        #expect(framed.line(Self.prompt)?.rows == 3...4)
        #expect(sight("❯\u{A0}_", "", "? for shortcuts").line(Self.prompt)?.isEmpty == true)
        #expect(sight(">>>>>>> REPLACE_").line(PromptLine("> ")) == nil)
        #expect(sight("$ _").line(Self.prompt) == nil)
    }

    @Test func `nothing is typed where it would be no prompt`() {
        #expect(obstacle(sight("❯ _")) == nil)
        #expect(obstacle(sight("❯ half a word_")) == nil, "a line that stands is for whoever types to put aside")
        #expect(obstacle(sight("❯ sent", "it works", "_")) == .noPrompt, "the cursor has left the line")
        #expect(obstacle(sight("Run it?", "❯ 1. Yes_", "  2. No")) == .question)
        #expect(obstacle(sight("❯ _", "Enter to confirm")) == .question)
        #expect(obstacle(sight("● Press Enter to confirm it.", "❯ _")) == nil, "what it has said is no question now")
        #expect(obstacle(sight("✻ Thinking (esc to interrupt)", "❯ _")) == .atWork)
        #expect(obstacle(sight("✻ Thinking (esc to interrupt)", "❯ _"), evenAtWork: true) == nil)
        var scrolled = sight("❯ _")
        scrolled.isInMode = true
        #expect(obstacle(scrolled) == .copyMode)
        scrolled.isDead = true
        #expect(obstacle(scrolled) == .ended)
    }

    @Test func `a line is sent when it stands above the next one, and not while it stands in it`() {
        let mark = NudgeLine.mark(7)
        #expect(!sight("❯ \(mark)from overseer: x_").hasSubmitted(mark, Self.prompt))
        #expect(sight("❯ \(mark)from overseer: x_").holds(mark, Self.prompt))
        #expect(sight("❯ \(mark)from overseer: x", "❯ _").hasSubmitted(mark, Self.prompt))
        #expect(!sight("❯ [gt nudge 77 from overseer: x", "❯ _").hasSubmitted(mark, Self.prompt))
        var scrolled = sight("❯ _")
        scrolled.history = ["> \(mark)from overseer: x"]
        #expect(scrolled.hasSubmitted(mark, Self.prompt))
    }
}
