import Glibc
import Testing
import TownModel

@testable import gt

/// What `bd` reads: moments, plans, lists; and what it puts together.
@Suite struct BdWordsTests {
    /// A Wednesday.
    private let words = MomentWords(now: Timestamp("2026-01-28T10:30:00Z") ?? Timestamp(milliseconds: 0))

    private func local(_ moment: Timestamp?) throws -> String {
        var time = time_t(try #require(moment).milliseconds / 1000)
        var fields = tm()
        localtime_r(&time, &fields)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(fields.tm_year + 1900)-\(two(fields.tm_mon + 1))-\(two(fields.tm_mday)) "
            + "\(two(fields.tm_hour)):\(two(fields.tm_min))"
    }

    @Test(
        "dates and words are local moments",
        arguments: [
            ("2026-02-01", "2026-02-01 00:00"), ("2026-02-01 09:30", "2026-02-01 09:30"),
            ("2026-02-01T09:30:00", "2026-02-01 09:30"), ("tomorrow", "2026-01-29 00:00"),
            ("Next Monday", "2026-02-02 00:00"), ("wednesday", "2026-02-04 00:00"), ("today", "2026-01-28 00:00"),
        ])
    func localMoments(text: String, expected: String) throws {
        #expect(try local(words.moment(text)) == expected)
    }

    @Test(
        "spans count from now, forward and back",
        arguments: [("+6h", 6 * 3600), ("-2h", -2 * 3600), ("+1d", 86_400), ("2w", 14 * 86_400)] as [(String, Int64)])
    func spans(text: String, seconds: Int64) throws {
        // No day of these two weeks is one on which the clocks are changed.
        #expect(try #require(words.moment(text)) == words.now.advanced(by: .seconds(seconds)))
    }

    @Test("RFC 3339 is itself; a month is one of the calendar")
    func calendar() throws {
        #expect(words.moment("2026-01-31T09:00:00+02:00") == Timestamp("2026-01-31T07:00:00Z"))
        #expect(try local(words.moment("+1m")).hasPrefix("2026-02-28"))
        #expect(try local(words.moment("-1y")).hasPrefix("2025-01-28"))
    }

    @Test(
        "what is no moment is none",
        arguments: ["", "soon", "+6", "6x", "2026-13-01", "2026-01-01T25:00", "+h", "--1d"])
    func none(text: String) {
        #expect(words.moment(text) == nil)
    }

    @Test("a plan has an issue for each title, with the sections below it")
    func plan() throws {
        let plan = try BdPlan(
            """
            # A plan
            lost
            ## Fix the door
            It squeaks.
            ### Priority
            P1
            ### Labels
            - wood
            - iron, paint
            ### Design
            ```
            ## no title
            ```
            ## Paint it
            """)
        #expect(plan.sections.map(\.title) == ["Fix the door", "Paint it"])
        #expect(plan.sections[0].parts.keys.sorted() == ["", "design", "labels", "priority"])
        #expect(plan.sections[0].parts["design"] == ["```", "## no title", "```"])
    }

    @Test("a section that nobody knows is refused by its name")
    func unknownSection() {
        #expect {
            _ = try BdPlan("## A\n### Colour\nred\n")
        } throws: { error in
            (error as? CommandFailure)?.status == .badData
                && (error as? CommandFailure)?.message.contains("colour") == true
        }
    }

    @Test("waves: what waits comes after what it waits for; a ring is in none")
    func waves() {
        let waits = ["b": ["a"], "c": ["a", "elsewhere"], "d": ["b", "c"], "x": ["y"], "y": ["x"], "z": ["x"]]
        let waves = Waves(["d", "c", "b", "a", "x", "y", "z"], waits: waits)
        #expect(waves.waves == [["a"], ["c", "b"], ["d"]])
        #expect(waves.stuck == ["x", "y", "z"])
        #expect(Waves([], waits: [:]).waves.isEmpty)
    }

    @Test("waves of a deep diamond take no longer than its edges")
    func diamond() {
        var waits: [String: [String]] = [:]
        var ids: [String] = ["l0"]
        for layer in 1...2000 {
            for side in ["l", "r"] {
                ids.append("\(side)\(layer)")
                waits["\(side)\(layer)"] = layer == 1 ? ["l0"] : ["l\(layer - 1)", "r\(layer - 1)"]
            }
        }
        #expect(Waves(ids, waits: waits).waves.count == 2001)
    }

    @Test("JSON is put in lines for people without a change to its texts")
    func indented() {
        #expect(
            RawJSON.indented(#"{"a":[1,{"b":"x, {\"y\": [2]}"}],"c":[],"d":{}}"#) == """
                {
                  "a": [
                    1,
                    {
                      "b": "x, {\\"y\\": [2]}"
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """)
        #expect(RawJSON.object(["a": "1", "b": nil, "c": RawJSON.text("\"")]) == #"{"a":1,"c":"\""}"#)
    }

    @Test("lists come with commas, repeated, and both")
    func lists() {
        #expect(["a,b", " c ", ",", "d,"].parts == ["a", "b", "c", "d"])
    }
}
