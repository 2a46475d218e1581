import Foundation

/// Programs that are started in turns, so that a noisy moment hits all alike; the first is what the others stand beside.
struct TurnAbout {
    struct Entry {
        var name: String
        var command: [String]
        var input = "/dev/null"
        var goal: Goal?
    }

    let entries: [Entry]
    let environment: [String: String]

    func measure(_ title: String, runs: Int) throws -> Report {
        var values = Array(repeating: [Double](), count: entries.count)
        for _ in 0..<runs {
            for (index, entry) in entries.enumerated() {
                values[index].append(
                    try Shell.milliseconds(entry.command, environment: environment, input: entry.input))
            }
        }
        let peer = Measurement(name: "", values: values[0], unit: "ms").median
        var report = Report(title: title)
        for (index, entry) in entries.enumerated() {
            report.measurements.append(
                Measurement(
                    name: entry.name, values: values[index], unit: "ms",
                    peer: index == 0 ? nil : (entries[0].name, peer), goal: entry.goal))
        }
        return report
    }
}
