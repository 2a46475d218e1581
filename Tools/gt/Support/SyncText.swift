import TownModel
import Wire

/// What the files of beads are now, and what became of each shared branch, for people.
enum SyncText {
    static func text(_ report: SyncReport, _ screen: Screen) -> String {
        ([files(report.facts, screen)] + report.branches.map { branch($0, screen) }).joined(separator: "\n")
    }

    private static func files(_ facts: SyncFacts, _ screen: Screen) -> String {
        let counts = facts.beads.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let commit = facts.commit.map { "committed as \($0.prefix(10))" } ?? "nothing had changed"
        let kept = facts.kept.map { "\n  somebody else's version is kept in \(screen.plain($0))" }.joined()
        return "\(screen.plain(facts.directory)): \(counts.isEmpty ? "no beads" : counts); \(commit)\(kept)"
    }

    private static func branch(_ branch: SyncedBranch, _ screen: Screen) -> String {
        let outcome =
            switch branch.outcome {
            case .pushed: "pushed \(branch.commit?.short ?? "")"
            case .same: "it has what is here"
            case .local: "written, not pushed"
            case .failed: screen.paint("not done", .red)
            }
        var lines = [screen.plain("\(branch.name), branch \(branch.branch): ") + outcome]
        for (home, report) in branch.merged.sorted(by: { $0.key < $1.key }) {
            let text = ImportText.text(report, file: home, screen).split(separator: "\n").joined(separator: "\n  ")
            lines.append("  from there, \(home): \(text)")
        }
        if let first = branch.gone.first {
            lines.append(
                screen.plain("  \(branch.gone.count) taken out of the files there stay here, the first \(first)"))
        }
        for path in branch.left {
            lines.append(screen.plain("  \(path) is of no rig of this town: left as it is"))
        }
        if let problem = branch.problem {
            // What git says comes with empty lines.
            for line in problem.message.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
                lines.append(screen.plain("  \(line)"))
            }
            if let hint = problem.hint { lines.append(screen.plain("  next: \(hint)")) }
        }
        return lines.joined(separator: "\n")
    }
}
