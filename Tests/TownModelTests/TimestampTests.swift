import Testing
import TownModel

@Suite struct TimestampTests {
    @Test(
        "a time is read with any offset and fraction, and written in UTC with milliseconds",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
            ("2026-01-31T09:05:07.25Z", 1_769_850_307_250, "2026-01-31T09:05:07.250Z"),
            ("2025-12-30T19:12:14.723189-08:00", 1_767_150_734_723, "2025-12-31T03:12:14.723Z"),
            ("2000-02-29T23:59:59.999999999+00:00", 951_868_799_999, "2000-02-29T23:59:59.999Z"),
            ("1969-12-31T23:59:59.001Z", -999, "1969-12-31T23:59:59.001Z"),
            ("2024-03-01t00:00:00z", 1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
        ])
    func reading(_ text: String, _ milliseconds: Int64, _ written: String) throws {
        let time = try #require(Timestamp(text))
        #expect(time.milliseconds == milliseconds)
        #expect(time.description == written)
    }

    @Test(
        "what is no RFC 3339 time is refused",
        arguments: [
            "", "2026", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00Z",
            "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z",
            "2026-01-32T00:00:00Z", "２０２６-01-01T00:00:00Z",
        ])
    func refusing(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("every day of four centuries survives writing and reading")
    func days() throws {
        let start = try #require(Timestamp("1800-01-01T12:00:00Z"))
        for day in stride(from: 0, to: 146_097, by: 1) {
            let time = Timestamp(milliseconds: start.milliseconds + Int64(day) * 86_400_000)
            #expect(Timestamp(time.description) == time)
        }
    }
}
