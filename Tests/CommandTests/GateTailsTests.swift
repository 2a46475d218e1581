import Testing
import TownModel
import Wire

@testable import gt

/// Lines of running gates, from their last lines as they are told again and again.
@Suite struct GateTailsTests {
    private static func output(_ tail: String, gate: String = "lint", run: String = "web-mr-1-a-b-1") throws
        -> GateOutput
    {
        GateOutput(rig: try #require(RigName("web")), run: run, gate: gate, tail: tail, log: "log")
    }

    @Test(
        "only what is new is shown, a line that has grown again, and a jump is marked",
        arguments: [
            ("a\nb", "a\nb\nc", ["c"]), ("a\nb", "b\nc\nd", ["c", "d"]), ("a\nb", "a\nb", []),
            ("a\nhal", "a\nhalf", ["half"]), ("a\nb", "x\ny", ["…", "x", "y"]), ("1\n1\n1", "1\n1\n1\n2", ["2"]),
            ("a\nb\nc", "b\ncd\ne", ["cd", "e"]), ("a\n", "a\nb", ["b"]),
        ])
    func fresh(_ before: String, _ now: String, _ shown: [String]) throws {
        var tails = GateTails()
        #expect(try tails.fresh(Self.output(before)).map(String.init) == before.components("\n"))
        #expect(try tails.fresh(Self.output(now)).map(String.init) == shown)
    }

    @Test("gates and runs are told apart, and those of long ago forgotten")
    func apart() throws {
        var tails = GateTails()
        _ = try tails.fresh(Self.output("a"))
        #expect(try tails.fresh(Self.output("a", gate: "test")) == ["a"])
        #expect(try tails.fresh(Self.output("a", run: "web-mr-1-a-b-2")) == ["a"])
        for number in 0..<64 { _ = try tails.fresh(Self.output("a", run: "\(number)")) }
        #expect(try tails.fresh(Self.output("a")) == ["a"])
    }

    @Test("a line stands under the rig's and the gate's name, and can do nothing to a terminal")
    func line() throws {
        let now = try #require(Timestamp("2100-01-01T08:09:10Z"))
        let plain = Screen(colour: false, columns: nil, now: now)
        let output = try Self.output("", gate: "li\u{1B}nt")
        #expect(
            FeedLine.text("a\tb\u{1B}[31m\u{202E}", of: output, plain)
                == "08:09:10  web  gate li␛nt  a    b␛[31m\u{FFFD}")
        let painted = FeedLine.text("x", of: output, Screen(colour: true, columns: 80, now: now))
        #expect(painted.contains("\u{1B}[34mweb\u{1B}[0m") && painted.hasSuffix("\u{1B}[2mx\u{1B}[0m"))
    }
}

extension String {
    fileprivate func components(_ separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
