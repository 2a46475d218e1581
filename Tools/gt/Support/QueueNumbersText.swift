import TownModel
import Wire

/// A merge queue in numbers, for people.
enum QueueNumbersText {
    static func text(_ numbers: MergeNumbers, _ screen: Screen) -> String {
        var table = TextTable()
        func row(_ name: String, _ value: String) { table.add(.init(name, .dim), .init(screen.plain(value))) }
        row("landed", "\(numbers.landings)" + (numbers.landingsPerHour.map { ", \(hundredths($0)) an hour" } ?? ""))
        if let median = numbers.medianMilliseconds, let p95 = numbers.p95Milliseconds {
            row("waited", "half at most \(age(median)), 95 of 100 at most \(age(p95))")
        }
        row(
            "runs of the gates",
            "\(numbers.gateRuns), \(numbers.redRuns) red"
                + (numbers.gateRunsPerLanding.map { ", \(hundredths($0)) a landing" } ?? ""))
        let faults = numbers.returned.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        row("returned", faults.isEmpty ? "0" : faults.joined(separator: ", "))
        row("withdrawn", "\(numbers.withdrawn)")
        row("rejected", "\(numbers.rejected)")
        row("target moved first", "\(numbers.requeued)")
        row(
            "waiting now",
            "\(numbers.waiting)" + (numbers.oldestWaitMilliseconds.map { ", the oldest for \(age($0))" } ?? ""))
        guard numbers.logSince != numbers.since else { return table.text(screen) }
        return table.text(screen)
            + "\nthe log is counted from \(numbers.logSince) on: before that only landings are known"
    }

    private static func age(_ milliseconds: Int64) -> String { Age.text(.milliseconds(milliseconds)) }

    private static func hundredths(_ number: Double) -> String {
        let rounded = Int64((number * 100).rounded())
        let rest = rounded % 100
        return "\(rounded / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
