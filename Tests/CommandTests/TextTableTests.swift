import Testing
import TownModel

@testable import gt

@Suite struct TextTableTests {
    static let paper = Screen(colour: false, columns: nil, now: Timestamp(milliseconds: 0))

    @Test("columns are aligned by what a terminal shows, the last is not padded")
    func aligned() {
        var table = TextTable()
        table.add("gt-a", "日本", "x")
        table.add("gt-abc", "ab", "yy")
        #expect(table.text(Self.paper) == "gt-a    日本  x\ngt-abc  ab    yy")
    }

    @Test("on a terminal the last column is cut, elsewhere nothing is")
    func cut() {
        var table = TextTable()
        table.add("id", "a title that is long")
        var terminal = Self.paper
        terminal.columns = 14
        #expect(table.text(terminal) == "id  a title t…")
        #expect(table.text(Self.paper) == "id  a title that is long")
    }

    @Test("colours are there only on a screen that has them")
    func colours() {
        var screen = Self.paper
        #expect(screen.paint("x", .red) == "x")
        screen.colour = true
        #expect(screen.paint("x", .red) == "\u{1B}[31mx\u{1B}[0m")
    }

    @Test(
        "an age is one number and one unit",
        arguments: [(5, "5 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (200_000, "2 d"), (-3, "0 s")])
    func ages(_ seconds: Int, _ text: String) {
        #expect(Age.text(.seconds(seconds)) == text)
    }
}
