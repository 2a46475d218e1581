import Testing
import TownModel

@Suite("When a limit is over")
struct LimitTimeTests {
    /// 2026-03-01, 12:00 UTC.
    private static let now = Timestamp("2026-03-01T12:00:00Z") ?? Timestamp(milliseconds: 0)

    @Test(
        arguments: [
            ("You've hit your limit · resets 3pm (UTC)", 0, "2026-03-01T15:00:00.000Z"),
            ("5-hour limit reached ∙ resets 3pm", 3600, "2026-03-01T14:00:00.000Z"),
            ("5-hour limit reached ∙ resets 11am", 0, "2026-03-02T11:00:00.000Z"),
            ("usage limit reached, resets at 3:30 pm.", 0, "2026-03-01T15:30:00.000Z"),
            ("limit resets 12am", 0, "2026-03-02T00:00:00.000Z"),
            ("limit resets 12pm", -18_000, "2026-03-01T17:00:00.000Z"),
            ("no more until 15:05", 0, "2026-03-01T15:05:00.000Z"),
            ("Claude AI usage limit reached|1772370000", 0, "2026-03-01T13:00:00.000Z"),
            ("Rate limited. Please try again in 5 minutes.", 0, "2026-03-01T12:05:00.000Z"),
            ("Rate limit reached, try again in 1h 20m", 0, "2026-03-01T13:20:00.000Z"),
            ("retry after 30 s", 0, "2026-03-01T12:00:30.000Z"),
            ("429: retry after 30s", 0, "2026-03-01T12:00:30.000Z"),
            ("HTTP 429, retry-after: 90", 0, "2026-03-01T12:01:30.000Z"),
            ("quota is back at 2026-03-02T08:00:00+02:00", 0, "2026-03-02T06:00:00.000Z"),
        ])
    func `is read as programs write it`(line: String, offset: Int, wanted: String) {
        #expect(LimitTime.until(line, at: Self.now, offsetSeconds: offset)?.description == wanted)
        #expect(LimitTime.end(of: line, at: Self.now, offsetSeconds: offset).description == wanted)
    }

    @Test(arguments: [
        "usage limit reached", "resets soon", "resets 25pm", "resets 3", "at 10:99", "try again in a while",
        "try again in 0 minutes", "retry after", "", "over since 2026-02-01T00:00:00Z",
        "until 2027-01-01T00:00:00Z", "in 999999999999999999999 minutes", "in 9999 days", "wait 1000000 d 1000000 d",
    ])
    func `is not guessed`(line: String) {
        #expect(LimitTime.until(line, at: Self.now, offsetSeconds: 0) == nil)
        // It waits all the same.
        #expect(LimitTime.end(of: line, at: Self.now, offsetSeconds: 0) == Self.now.advanced(by: .seconds(900)))
    }
}
