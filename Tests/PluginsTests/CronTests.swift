import Plugins
import Testing
import TownModel
import TownTesting

@Suite struct CronTests {
    @Test(
        "the next moment is the one that cron would take, in local time",
        arguments: [
            ("0 3 * * *", "2026-01-05T02:59:59Z", 0, "2026-01-05T03:00:00Z"),
            ("0 3 * * *", "2026-01-05T03:00:00Z", 0, "2026-01-06T03:00:00Z"),
            ("0 3 * * *", "2026-01-05T03:00:00Z", 7200, "2026-01-06T01:00:00Z"),
            ("0 3 * * *", "2026-01-05T03:00:00Z", -18_000, "2026-01-05T08:00:00Z"),
            ("*/15 * * * *", "2026-01-05T10:07:30Z", 0, "2026-01-05T10:15:00Z"),
            ("5/20 * * * *", "2026-01-05T10:26:00Z", 0, "2026-01-05T10:45:00Z"),
            ("0 9-17/4 * * mon-fri", "2026-01-09T17:00:00Z", 0, "2026-01-12T09:00:00Z"),
            ("30 4 1,15 * *", "2026-01-15T04:30:00Z", 0, "2026-02-01T04:30:00Z"),
            ("0 0 29 feb *", "2026-03-01T00:00:00Z", 0, "2028-02-29T00:00:00Z"),
            ("0 0 * * 7", "2026-01-05T00:00:00Z", 0, "2026-01-11T00:00:00Z"),
            ("0 0 * * SUN", "2026-01-05T00:00:00Z", 0, "2026-01-11T00:00:00Z"),
            // Where both days are narrowed, one of them is enough.
            ("0 0 13 * fri", "2026-01-09T00:00:00Z", 0, "2026-01-13T00:00:00Z"),
            ("0 0 */2 * fri", "2026-01-06T00:00:00Z", 0, "2026-01-09T00:00:00Z"),
            ("59 23 31 12 *", "1969-12-31T23:58:00Z", 0, "1969-12-31T23:59:00Z"),
        ])
    func next(_ text: String, _ after: String, _ offset: Int, _ expected: String) throws {
        let after = try #require(Timestamp(after))
        #expect(
            try CronSchedule(text).next(after: after, offsetSeconds: offset)?.description.prefix(19)
                == expected.dropLast().prefix(19))
    }

    @Test(
        "what is no schedule is refused, with what to write",
        arguments: [
            "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 * ",
            "* * * * 8", "*/0 * * * *", "5-1 * * * *", "a * * * *", "1,,2 * * * *", "1- * * * *", "*/2/3 * * * *",
            "-1 * * * *", "0 0 30 2 *", "0 0 31 4,6 *", "+5 * * * *", "* * * jam *", "@daily",
        ])
    func refused(_ text: String) {
        #expect(throws: CronSchedule.Fault.self) { try CronSchedule(text) }
    }

    @Test("a fault says what the field may be")
    func remedy() throws {
        let fault = try #require(throws: CronSchedule.Fault.self) { try CronSchedule("0 0 * * mond") }
        #expect(fault.sentence == "\"mond\" is no day of the week")
        #expect(fault.remedy.contains("a number from 0 to 7") && fault.remedy.contains("sun, mon"))
    }

    @Test("the next moment matches, and none before it does", arguments: 0..<200)
    func minimal(_ round: Int) throws {
        var random = SeededRandom(seed: UInt64(round))
        let text = [
            Self.field(0...59, &random), Self.field(0...23, &random), Self.field(1...28, &random),
            Self.field(1...12, &random), Self.field(0...6, &random),
        ].joined(separator: " ")
        let schedule = try CronSchedule(text)
        let offset = Int.random(in: -50...56, using: &random) * 900
        let after = Timestamp(milliseconds: Int64.random(in: -100_000_000_000...2_000_000_000_000, using: &random))
        let next = try #require(schedule.next(after: after, offsetSeconds: offset), "\(text) after \(after)")
        #expect(next > after && next.milliseconds % 60_000 == 0)
        let first = Self.minute(of: after, offset) + 1
        let found = Self.minute(of: next, offset)
        #expect(Self.matches(schedule, found), "\(text) after \(after): \(next)")
        // As far as can be looked at one by one.
        for minute in first..<min(found, first + 50_000) where Self.matches(schedule, minute) {
            Issue.record("\(text) after \(after): \(next), and minute \(minute) came before it")
            break
        }
    }

    private static func minute(of moment: Timestamp, _ offset: Int) -> Int64 {
        let local = moment.milliseconds + Int64(offset) * 1000
        return local / 60_000 - (local % 60_000 < 0 ? 1 : 0)
    }

    private static func matches(_ schedule: CronSchedule, _ minute: Int64) -> Bool {
        let day = minute / 1440 - (minute % 1440 < 0 ? 1 : 0)
        let rest = Int(minute - day * 1440)
        return schedule.matches(day: day, hour: rest / 60, minute: rest % 60)
    }

    private static func field(_ range: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return "*"
        case 2: return String(Int.random(in: range, using: &random))
        case 3: return "*/\(Int.random(in: 1...7, using: &random))"
        case 4:
            let low = Int.random(in: range, using: &random)
            return
                "\(low)-\(Int.random(in: low...range.upperBound, using: &random))/\(Int.random(in: 1...5, using: &random))"
        default:
            return "\(Int.random(in: range, using: &random)),\(Int.random(in: range, using: &random))"
        }
    }
}
