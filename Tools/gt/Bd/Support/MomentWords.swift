import Glibc
import TownModel

/// Moments as people write them: RFC 3339, a date, `+6h`, `tomorrow`, `next monday`. What has no zone
/// is in the local one.
struct MomentWords {
    var now: Timestamp

    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    func moment(_ text: String) -> Timestamp? {
        if let full = Timestamp(text) { return full }
        let word = text.lowercased()
        switch word {
        case "now": return now
        case "today": return day(0)
        case "tomorrow": return day(1)
        case "yesterday": return day(-1)
        case "next week": return day(7)
        default: return weekday(word) ?? relative(word) ?? date(text)
        }
    }

    /// Midnight, so many days from today.
    private func day(_ offset: Int32) -> Timestamp? {
        change {
            $0.tm_mday += offset
            ($0.tm_hour, $0.tm_min, $0.tm_sec) = (0, 0, 0)
        }
    }

    /// `monday` and `next monday`: the next one that is not today.
    private func weekday(_ word: String) -> Timestamp? {
        let name = word.hasPrefix("next ") ? String(word.dropFirst(5)) : word
        guard let wanted = Self.weekdays.firstIndex(of: name) else { return nil }
        let ahead = (Int32(wanted) - local.tm_wday + 7) % 7
        return day(ahead == 0 ? 7 : ahead)
    }

    /// `+6h`, `-1d`, `2w`, `1m` (a month), `1y`.
    private func relative(_ word: String) -> Timestamp? {
        var rest = word[...]
        let isBack = rest.first == "-"
        if isBack || rest.first == "+" { rest = rest.dropFirst() }
        guard let unit = rest.popLast(), let count = Int32(rest), (0...100_000).contains(count) else { return nil }
        let step = isBack ? -count : count
        switch unit {
        case "h": return now.advanced(by: .seconds(Int64(step) * 3600))
        case "d": return change { $0.tm_mday += step }
        case "w": return change { $0.tm_mday += step * 7 }
        case "m": return change { $0.tm_mon += step }
        case "y": return change { $0.tm_year += step }
        default: return nil
        }
    }

    /// `2026-01-31`, with `09:00` or `09:00:00` after a space or a `T`.
    private func date(_ text: String) -> Timestamp? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count) else { return nil }
        let clock = parts.count == 2 ? String(parts[1]) : "00:00"
        // Read as if in UTC first, for what it says to be checked.
        let seconds = clock.utf8.count == 5 ? ":00" : ""
        guard let checked = Timestamp("\(parts[0])T\(clock)\(seconds)Z") else { return nil }
        var fields = tm()
        var time = time_t(checked.milliseconds / 1000)
        guard gmtime_r(&time, &fields) != nil else { return nil }
        return Self.moment(&fields)
    }

    private var local: tm {
        var fields = tm()
        var time = time_t(now.milliseconds / 1000)
        localtime_r(&time, &fields)
        return fields
    }

    /// Local fields of now, changed and set right by the calendar.
    private func change(_ body: (inout tm) -> Void) -> Timestamp? {
        var fields = local
        body(&fields)
        return Self.moment(&fields)
    }

    private static func moment(_ fields: inout tm) -> Timestamp? {
        fields.tm_isdst = -1
        let time = mktime(&fields)
        return time == -1 ? nil : Timestamp(milliseconds: Int64(time) * 1000)
    }
}
