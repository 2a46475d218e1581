import Foundation

/// One measured line: all its runs, and what it is compared with in the same run.
struct Measurement {
    var name: String
    /// In `unit`, in the order measured.
    var values: [Double]
    var unit: String
    /// What this is put in relation to: the median of a peer measured in the same run.
    var peer: (name: String, median: Double)?
    var goal: Goal?

    var median: Double { percentile(0.5) }
    var p99: Double { percentile(0.99) }
    var ratio: Double? { peer.map { median / $0.median } }

    func percentile(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
    }
}

/// What a measurement is judged by.
enum Goal {
    case medianAtMost(Double)
    case ratioAtMost(Double)
    case both(median: Double, ratio: Double)
    case bothAtLeast(Double, ratio: Double)
    case medianAtLeast(Double)
    case ratioAtLeast(Double)
    case p99Under(Double)
    case p95Under(Double)

    func isMet(by measurement: Measurement) -> Bool {
        switch self {
        case .medianAtMost(let limit): measurement.median <= limit
        case .ratioAtMost(let limit): (measurement.ratio ?? .infinity) <= limit
        case .both(let median, let ratio):
            measurement.median <= median && (measurement.ratio ?? .infinity) <= ratio
        case .bothAtLeast(let least, let ratio):
            measurement.median >= least && (measurement.ratio ?? 0) >= ratio
        case .medianAtLeast(let least): measurement.median >= least
        case .ratioAtLeast(let least): (measurement.ratio ?? 0) >= least
        case .p99Under(let limit): measurement.p99 < limit
        case .p95Under(let limit): measurement.percentile(0.95) < limit
        }
    }

    var text: String {
        switch self {
        case .medianAtMost(let limit): "≤ \(trim(limit))"
        case .ratioAtMost(let limit): "≤ \(trim(limit)) ×"
        case .both(let median, let ratio): "≤ \(trim(median)), ≤ \(trim(ratio)) ×"
        case .bothAtLeast(let least, let ratio): "≥ \(trim(least)), ≥ \(trim(ratio)) ×"
        case .medianAtLeast(let least): "≥ \(trim(least))"
        case .ratioAtLeast(let least): "≥ \(trim(least)) ×"
        case .p99Under(let limit): "p99 < \(trim(limit))"
        case .p95Under(let limit): "p95 < \(trim(limit))"
        }
    }
}

/// Three significant digits are what a shared machine can promise.
func trim(_ value: Double) -> String {
    if value.isNaN { return "–" }
    if value >= 1000 { return String(Int(value.rounded())) }
    return String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

/// A table as Markdown, with what a reader needs to judge it.
struct Report {
    var title: String
    var measurements: [Measurement] = []
    var notes: [String] = []
    /// A table of its own, below.
    var appendix: [String] = []

    func markdown() throws -> String {
        var lines = ["## \(title)", "", try Self.circumstances(), ""]
        lines.append("| what | N | median | p99 | unit | beside | ratio | goal | |")
        lines.append("|---|---|---|---|---|---|---|---|---|")
        for item in measurements {
            let verdict = item.goal.map { $0.isMet(by: item) ? "met" : "*missed*" } ?? ""
            let cells = [
                item.name, String(item.values.count), trim(item.median), trim(item.p99), item.unit,
                item.peer.map { "\($0.name) \(trim($0.median))" } ?? "", item.ratio.map { trim($0) + " ×" } ?? "",
                item.goal?.text ?? "", verdict,
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        if !notes.isEmpty {
            lines.append("")
            lines += notes.map { "- \($0)" }
        }
        if !appendix.isEmpty { lines += [""] + appendix }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func circumstances() throws -> String {
        let commit = try Shell.output(["git", "rev-parse", "--short", "HEAD"])
        let load = try String(contentsOfFile: "/proc/loadavg", encoding: .utf8).split(separator: " ").prefix(3)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return "\(Date.now.formatted(.iso8601)), commit \(commit), load average \(load.joined(separator: " ")), "
            + "\(cores) cores"
    }
}
