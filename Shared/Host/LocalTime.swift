internal import Glibc

/// The machine's time zone, for what programs write in it.
package enum LocalTime {
    /// Seconds east of UTC, now.
    package static func offsetSeconds() -> Int {
        var now = time(nil)
        var fields = tm()
        guard localtime_r(&now, &fields) != nil else { return 0 }
        return fields.tm_gmtoff
    }
}
