/// What the doctor found, for people: one line for what is fine, what and why and what to do for the rest.
enum DoctorText {
    static func text(_ reports: [CheckReport], verbose: Bool, _ screen: Screen) -> String {
        (reports.map { part($0, verbose: verbose, screen) } + [summary(reports, screen)]).joined(separator: "\n")
    }

    private static func part(_ report: CheckReport, verbose: Bool, _ screen: Screen) -> String {
        var lines = report.repair.map { repair($0, report.check, screen) } ?? []
        if report.isFine, !verbose {
            lines.append(fineLine(report, screen))
        } else {
            for finding in report.findings { lines += self.lines(finding, report, screen) }
            if !report.isFine { lines.append("         why: \(report.why)") }
        }
        return lines.joined(separator: "\n")
    }

    private static func fineLine(_ report: CheckReport, _ screen: Screen) -> String {
        let only = report.findings.count == 1 ? report.findings[0] : nil
        let saw = only.map { "\($0.looked): \($0.saw)" } ?? "\(report.findings.count) looked at, all well"
        return word(.fine, screen) + padded(report.check) + screen.plain(saw)
    }

    private static func lines(_ finding: Finding, _ report: CheckReport, _ screen: Screen) -> [String] {
        let line =
            word(finding.verdict, screen) + padded(report.check) + screen.plain("\(finding.looked): \(finding.saw)")
        return [line] + (finding.next.map { ["         next: " + screen.plain($0)] } ?? [])
    }

    private static func repair(_ repair: CheckReport.Repair, _ check: String, _ screen: Screen) -> [String] {
        let was = repair.before.filter { $0.verdict != .fine }.map {
            screen.paint("was      ", .dim) + padded(check) + screen.plain("\($0.looked): \($0.saw)")
        }
        let did =
            repair.did.map { screen.paint("repair   ", .cyan) + padded(check) + screen.plain($0) }
            ?? screen.paint("repair   ", .red) + padded(check)
            + screen.plain("failed: \(repair.problem ?? "for no reason given")")
        return was + [did]
    }

    private static func summary(_ reports: [CheckReport], _ screen: Screen) -> String {
        let findings = reports.flatMap(\.findings)
        let counts = [Verdict.broken, .unknown, .warning].compactMap { verdict in
            let count = findings.filter { $0.verdict == verdict }.count
            return count == 0 ? nil : screen.paint("\(count) \(verdict.rawValue)", colour(verdict))
        }
        let all = "\(reports.count) checks"
        return "\n"
            + (counts.isEmpty ? screen.paint("\(all), all fine", .green) : "\(all): " + counts.joined(separator: ", "))
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 16 - text.count))
    }

    private static func word(_ verdict: Verdict, _ screen: Screen) -> String {
        let text = verdict.rawValue
        return screen.paint(text, colour(verdict)) + String(repeating: " ", count: 9 - text.count)
    }

    private static func colour(_ verdict: Verdict) -> Screen.Colour {
        switch verdict {
        case .fine: .green
        case .warning: .yellow
        case .broken: .red
        case .unknown: .magenta
        }
    }
}
