import ArgumentParser
import Host
import TownModel

struct WorktreeListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List worktrees that crew have in other rigs: whose, where, what is not committed.",
        discussion: "Example: gt worktree list --for web/max")

    @Option(name: .customLong("for"), help: "Only those of this member.", completion: IDCompletion.crew)
    var member: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let agent = try member.map { (name) throws(CommandFailure) in
            try CrewName.address(name, rig: call.rigHere())
        }
        var rows: [Row] = []
        for visit in Visit.all(of: agent, layout) { rows.append(await Row(visit, layout)) }
        call.answer(rows) { table(rows, $0) }
    }

    /// A worktree as it is now.
    private struct Row: Encodable {
        let worktree: Visit
        let head: CommitID?
        /// Files that are not committed; nil where git could not say.
        let uncommitted: Int?
        let problem: String?

        init(_ visit: Visit, _ layout: TownLayout) async {
            worktree = visit
            let git = Git(repository: layout.repository(visit.rig))
            let seen: (head: CommitID?, uncommitted: Int?, problem: String?)
            do {
                let head = try await git.commit("HEAD", in: visit.path)
                seen = (head, try await git.status(of: visit.path).entries.count, nil)
            } catch {
                seen = (nil, nil, "\(error)")
            }
            (head, uncommitted, problem) = seen
        }

        var state: String {
            guard let uncommitted else { return problem ?? "unknown" }
            return uncommitted == 0 ? "clean" : "\(uncommitted) not committed"
        }
    }

    private func table(_ rows: [Row], _ screen: Screen) -> String {
        guard !rows.isEmpty else { return "no worktrees in other rigs; gt worktree add <rig> makes one" }
        var table = TextTable()
        for row in rows {
            table.add(
                .init(row.worktree.agent.description, .bold), .init(row.worktree.rig.text),
                .init(row.head?.short ?? "-", .cyan),
                .init(screen.plain(row.state), row.uncommitted == 0 ? .dim : .yellow),
                .init(screen.plain(row.worktree.path)))
        }
        return table.text(screen)
    }
}
