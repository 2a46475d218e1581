import Wire

/// What an import did, for people.
enum ImportText {
    /// Findings shown one by one; the rest is counts.
    private static let shownMax = 20

    static func text(_ report: ImportReport, file: String, _ screen: Screen) -> String {
        var lines = [
            "\(report.created) new, \(report.changed) changed, \(report.unchanged) unchanged"
                + (report.refused > 0 ? screen.paint(", \(report.refused) left out", .red) : "")
        ]
        let bad: Set = ["broken", "collision", "bad-id"]
        let shown = report.findings.filter { bad.contains($0.kind) || choices.contains($0.kind) }
        for finding in shown.prefix(shownMax) {
            let place = finding.line.map { "\(file), line \($0)" } ?? finding.id ?? file
            let about = finding.line != nil ? finding.id.map { " (\($0))" } ?? "" : ""
            let detail = finding.detail.map { ": \($0)" } ?? ""
            lines.append(screen.plain("  \(place)\(about): \(finding.kind)\(String(detail.prefix(200)))"))
        }
        if shown.count > shownMax { lines.append("  … --json has the first \(report.findings.count)") }
        if let count = report.twoWay {
            lines.append(
                screen.paint(
                    "  merged without a base: \(count); what one side removed can't be told from what it never had",
                    .dim))
        }
        let counts = report.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        if !counts.isEmpty { lines.append(screen.paint("  met: \(counts.joined(separator: ", "))", .dim)) }
        return lines.joined(separator: "\n")
    }

    private static let choices: Set = ["changed-twice", "removed-but-changed", "held-here"]
}
