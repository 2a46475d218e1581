/// When a limit is over, as the words of some program say it: pure, total. What is not understood is nil, never a guess.
package enum LimitTime {
    /// - Parameter offsetSeconds: of the machine's time zone, for a time of day without one.
    package static func until(_ line: String, at now: Timestamp, offsetSeconds: Int) -> Timestamp? {
        let words = line.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "|" }).map(String.init)
        guard let found = moment(line, words) ?? span(words, at: now) ?? timeOfDay(words, at: now, offsetSeconds)
        else { return nil }
        // What is over already, or so far away that it must be misread, is no time to wait for.
        let wait = now.duration(to: found)
        return wait > .zero && wait <= longest ? found : nil
    }

    /// When whoever read this line tries again: when the limit is over, or, where it does not say, after a while.
    package static func end(of line: String, at now: Timestamp, offsetSeconds: Int) -> Timestamp {
        until(line, at: now, offsetSeconds: offsetSeconds) ?? now.advanced(by: unsaid)
    }

    /// A limit without a time that could be read: long enough not to run into it again and again.
    package static let unsaid: Duration = .seconds(15 * 60)

    /// A time that is further away is misread: providers' longest limits are of a week.
    private static let longest: Duration = .seconds(8 * 24 * 3600)

    /// `2026-03-01T15:00:00Z`, or seconds since 1970 by themselves.
    private static func moment(_ line: String, _ words: [String]) -> Timestamp? {
        for word in line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "|" }) {
            let trimmed = trim(String(word))
            if let found = Timestamp(trimmed) { return found }
            if trimmed.utf8.count == 10, let seconds = Int64(trimmed) {
                return Timestamp(milliseconds: seconds * 1000)
            }
        }
        return nil
    }

    /// `try again in 5 minutes`, `retry after 30 s`, `in 1h 20m`, `retry-after: 30`.
    private static func span(_ words: [String], at now: Timestamp) -> Timestamp? {
        for (place, word) in words.enumerated() where ["in", "after", "retry-after:", "wait"].contains(word) {
            var seconds: Int64 = 0
            var rest = words[(place + 1)...]
            while let part = rest.popFirst() {
                guard let (number, unit) = split(part) else { break }
                if !unit.isEmpty, let length = Self.seconds(of: unit) {
                    seconds += number * length
                } else if unit.isEmpty, let next = rest.first, let length = Self.seconds(of: trim(next)) {
                    rest.removeFirst()
                    seconds += number * length
                } else if unit.isEmpty, word == "retry-after:" {
                    seconds += number
                } else {
                    break
                }
            }
            if seconds > 0 { return now.advanced(by: .seconds(seconds)) }
        }
        return nil
    }

    /// `resets 3pm`, `resets at 3:30 pm`, `until 15:00`: the next such time of day, in the machine's zone, or in UTC where
    /// it says so.
    private static func timeOfDay(_ words: [String], at now: Timestamp, _ offsetSeconds: Int) -> Timestamp? {
        let starts = ["resets", "reset", "until", "at", "resets:"]
        for (place, word) in words.enumerated() where starts.contains(word) {
            let rest = words[(place + 1)...].filter { $0 != "at" }.map(trim)
            guard let first = rest.first else { continue }
            let second = rest.dropFirst().first ?? ""
            let half = ["am", "pm"].first { first.hasSuffix($0) } ?? (["am", "pm"].contains(second) ? second : nil)
            let digits = half.map { first.hasSuffix($0) ? String(first.dropLast(2)) : first } ?? first
            guard let minutes = minutes(digits, half) else { continue }
            let offset = rest.contains("utc") || rest.contains("(utc") || rest.contains("gmt") ? 0 : offsetSeconds
            return next(minutes, at: now, offset)
        }
        return nil
    }

    /// Of the day. A number alone, without colon and half of the day, is none.
    private static func minutes(_ text: String, _ half: String?) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.count == 2 || half != nil, let hour = Int64(parts[0]),
            let minute = parts.count == 2 ? Int64(parts[1]) : 0, (0..<60).contains(minute)
        else { return nil }
        guard let half else { return (0..<24).contains(hour) ? hour * 60 + minute : nil }
        guard (1...12).contains(hour) else { return nil }
        return (hour % 12 + (half == "pm" ? 12 : 0)) * 60 + minute
    }

    private static func next(_ minutes: Int64, at now: Timestamp, _ offsetSeconds: Int) -> Timestamp {
        let day: Int64 = 86_400
        let local = now.milliseconds / 1000 + Int64(offsetSeconds)
        let today = local - (local % day + day) % day
        let moment = today + minutes * 60
        return Timestamp(milliseconds: ((moment > local ? moment : moment + day) - Int64(offsetSeconds)) * 1000)
    }

    /// `30s` as 30 and `s`; `5` as 5 and nothing.
    private static func split(_ word: String) -> (Int64, String)? {
        let word = trim(word)
        let digits = word.prefix { ("0"..."9").contains($0) }
        guard let number = Int64(digits), number <= 1_000_000 else { return nil }
        return (number, String(word.dropFirst(digits.count)))
    }

    private static func seconds(of unit: String) -> Int64? {
        switch unit {
        case "s", "sec", "secs", "second", "seconds": 1
        case "m", "min", "mins", "minute", "minutes": 60
        case "h", "hr", "hrs", "hour", "hours": 3600
        case "d", "day", "days": 86_400
        default: nil
        }
    }

    /// Without the marks of a sentence around it.
    private static func trim(_ word: String) -> String {
        let marks: Set<Character> = [".", ",", ";", "!", "(", ")", "[", "]", "'", "\"", "·"]
        var rest = word[...]
        while let first = rest.first, marks.contains(first) { rest.removeFirst() }
        while let last = rest.last, marks.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
