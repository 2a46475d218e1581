/// A moment on the wall clock, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Written as RFC 3339 in UTC with milliseconds (`2026-01-31T09:05:07.250Z`). The wall clock orders nothing in a
/// town: sequence numbers do. It is for people, ages and due times.
package struct Timestamp: Hashable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.milliseconds)
    }

    package func duration(to other: Timestamp) -> Duration {
        .milliseconds(other.milliseconds - milliseconds)
    }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
    package var description: String {
        let dayLength: Int64 = 86_400_000
        var days = milliseconds / dayLength
        var rest = milliseconds % dayLength
        if rest < 0 {
            days -= 1
            rest += dayLength
        }
        let (year, month, day) = CivilDate.fromDays(days)
        let seconds = rest / 1000
        var text: [UInt8] = []
        text.reserveCapacity(24)
        CivilDate.append(year, 4, "-", to: &text)
        CivilDate.append(month, 2, "-", to: &text)
        CivilDate.append(day, 2, "T", to: &text)
        CivilDate.append(seconds / 3600, 2, ":", to: &text)
        CivilDate.append(seconds / 60 % 60, 2, ":", to: &text)
        CivilDate.append(seconds % 60, 2, ".", to: &text)
        CivilDate.append(rest % 1000, 3, "Z", to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads RFC 3339 with any offset and 0 to 9 fraction digits; nil for anything else.
    package init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        guard let year = CivilDate.number(&bytes, digits: 4), CivilDate.take(&bytes, "-"),
            let month = CivilDate.number(&bytes, digits: 2), CivilDate.take(&bytes, "-"), (1...12).contains(month),
            let day = CivilDate.number(&bytes, digits: 2), (1...31).contains(day),
            CivilDate.take(&bytes, "T") || CivilDate.take(&bytes, "t") || CivilDate.take(&bytes, " "),
            let hour = CivilDate.number(&bytes, digits: 2), CivilDate.take(&bytes, ":"), hour < 24,
            let minute = CivilDate.number(&bytes, digits: 2), CivilDate.take(&bytes, ":"), minute < 60,
            let second = CivilDate.number(&bytes, digits: 2), second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if CivilDate.take(&bytes, ".") {
            let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            var padded = digits.prefix(3)[...].map { Int64($0 - UInt8(ascii: "0")) }
            while padded.count < 3 { padded.append(0) }
            fraction = padded.reduce(0) { $0 * 10 + $1 }
            bytes = bytes.dropFirst(digits.count)
        }
        guard let offsetMinutes = CivilDate.offsetMinutes(&bytes), bytes.isEmpty else { return nil }
        let days = CivilDate.toDays(year: year, month: month, day: day)
        let minutes = (days * 24 + hour) * 60 + minute - offsetMinutes
        milliseconds = (minutes * 60 + second) * 1000 + fraction
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an RFC 3339 time: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Days and dates of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
package enum CivilDate {
    /// Since 1970-01-01.
    package static func toDays(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package static func fromDays(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// At least `width` digits, then `end`.
    static func append(_ value: Int64, _ width: Int, _ end: Unicode.Scalar, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
        text.append(UInt8(ascii: end))
    }

    static func number(_ bytes: inout ArraySlice<UInt8>, digits: Int) -> Int64? {
        let head = bytes.prefix(digits)
        guard head.count == digits, head.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        bytes = bytes.dropFirst(digits)
        return head.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    static func take(_ bytes: inout ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes = bytes.dropFirst()
        return true
    }

    static func offsetMinutes(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        if take(&bytes, "Z") || take(&bytes, "z") { return 0 }
        let sign: Int64
        if take(&bytes, "+") {
            sign = 1
        } else if take(&bytes, "-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(&bytes, digits: 2), take(&bytes, ":"), let minutes = number(&bytes, digits: 2)
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
