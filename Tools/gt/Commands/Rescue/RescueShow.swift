import ArgumentParser
import Host
import TownModel

struct RescueShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is in saved work: its commits, and which files differ.",
        discussion: "Example: gt rescue show web-a1/7")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A bead, or <bead>/<number> for one attempt.") var work: String

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        var shown: [Shown] = []
        for attempt in try await SavedWorkBook(layout: layout).find(work) {
            let git = Git(repository: layout.repository(attempt.rig))
            for part in attempt.parts { shown.append(try await Shown(attempt, part, git)) }
        }
        call.answer(shown) { screen in shown.map { $0.text(screen) }.joined(separator: "\n\n") }
    }

    private struct Shown: Encodable {
        let attempt: String
        let agent: Address?
        let part: SavedAttempt.Part
        let trash: String?
        /// Beyond the attempt's base, newest first; of an attempt whose base nobody knows any more, the last one.
        let commits: [Commit]
        let diffStat: String

        struct Commit: Encodable {
            let id: CommitID
            let author: String
            let subject: String
        }

        init(_ attempt: SavedAttempt, _ part: SavedAttempt.Part, _ git: Git) async throws(HostError) {
            self.attempt = attempt.name
            agent = attempt.agent
            self.part = part
            trash = attempt.trash
            let found = try await git.commits(of: part.commit, beyond: attempt.base, limit: CommandLimits.rescueCommits)
            commits = found.map { Commit(id: $0.id, author: $0.author.name, subject: $0.subject) }
            guard let base = attempt.base ?? found.first?.parents.first else {
                diffStat = ""
                return
            }
            diffStat = try await git.diffStat(from: base, to: part.commit)
        }

        func text(_ screen: Screen) -> String {
            var lines = [
                "\(screen.paint(screen.plain(attempt), .cyan))  \(screen.plain(part.kind))  "
                    + "\(agent?.description ?? "unknown agent")"
                    + (part.savedAt.map { ", saved \(screen.age($0)) ago" } ?? ""),
                screen.paint(screen.plain(part.ref), .dim),
            ]
            if let trash { lines.append("worktree: \(screen.plain(trash))") }
            lines += commits.map { "  \($0.id.short)  \(screen.plain($0.author))  \(screen.plain($0.subject))" }
            if !diffStat.isEmpty { lines.append(screen.paragraph(diffStat.trimmed, indent: 2)) }
            return lines.joined(separator: "\n")
        }
    }
}
