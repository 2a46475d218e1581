package import TownModel

/// When something is to happen, as cron writes it: minute, hour, day of the month, month, day of the week.
///
/// In local time, whose distance from UTC the caller gives: this is a pure function of text and moment.
package struct CronSchedule: Hashable, Sendable {
    package let text: String
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: Set<Int>
    private let months: Set<Int>
    /// From 0, Sunday.
    private let weekdays: Set<Int>
    /// Where both days are narrowed, one of them is enough: cron's own rule.
    private let eitherDay: Bool

    /// Why a text is no schedule, and what to write.
    package struct Fault: Error, Hashable, Sendable {
        package var sentence: String
        package var remedy: String
    }

    package init(_ text: String) throws(Fault) {
        self.text = text
        let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard words.count == 5 else {
            throw Fault(
                sentence: "\"\(text)\" has \(words.count) fields, and a schedule has five",
                remedy: "Write minute, hour, day of the month, month, day of the week: \"30 3 * * mon-fri\"")
        }
        minutes = try CronField.minute.values(words[0])
        hours = try CronField.hour.values(words[1])
        days = try CronField.day.values(words[2])
        months = try CronField.month.values(words[3])
        weekdays = Set(try CronField.weekday.values(words[4]).map { $0 % 7 })
        eitherDay = !words[2].hasPrefix("*") && !words[4].hasPrefix("*")
        let longest = months.map { [1, 3, 5, 7, 8, 10, 12].contains($0) ? 31 : $0 == 2 ? 29 : 30 }.max() ?? 0
        guard eitherDay || days.contains(where: { $0 <= longest }) else {
            throw Fault(
                sentence: "\"\(text)\" never comes: no such month has such a day", remedy: "Write a day that there is")
        }
    }

    /// Whether it means this minute of local time. `day`: days since 1970-01-01.
    package func matches(day: Int64, hour: Int, minute: Int) -> Bool {
        minutes.contains(minute) && hours.contains(hour) && matches(day: day)
    }

    /// The first moment after this one; nil: none within the forty years that a leap day of one weekday may be away.
    ///
    /// - Parameter offsetSeconds: of local time, east of UTC.
    package func next(after moment: Timestamp, offsetSeconds: Int) -> Timestamp? {
        let offset = Int64(offsetSeconds)
        let local = Self.floor(moment.milliseconds, 1000) + offset
        let first = Self.floor(local, 60) + 1
        let firstDay = Self.floor(first, 1440)
        for day in firstDay...(firstDay + 41 * 366) where matches(day: day) {
            let from = day == firstDay ? Int(first - day * 1440) : 0
            if let minute = minuteOfDay(from: from) {
                return Timestamp(milliseconds: ((day * 1440 + Int64(minute)) * 60 - offset) * 1000)
            }
        }
        return nil
    }

    private func minuteOfDay(from first: Int) -> Int? {
        for hour in hours.sorted() where hour * 60 + 59 >= first {
            let rest = max(0, first - hour * 60)
            if let minute = minutes.filter({ $0 >= rest }).min() { return hour * 60 + minute }
        }
        return nil
    }

    private func matches(day: Int64) -> Bool {
        let date = CivilDate.fromDays(day)
        guard months.contains(Int(date.month)) else { return false }
        let isDay = days.contains(Int(date.day))
        // 1970-01-01 was a Thursday.
        let isWeekday = weekdays.contains(Int(((day + 4) % 7 + 7) % 7))
        return eitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    private static func floor(_ value: Int64, _ size: Int64) -> Int64 {
        value >= 0 ? value / size : (value - size + 1) / size
    }
}
