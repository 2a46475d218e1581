import Host
import TownModel

/// What this machine has of an assignment's work: its worktree as it stands, and what was saved of it.
struct PolecatGround: Encodable {
    /// Relative to the town's directory.
    let worktree: String
    /// nil: it is not there, or not yet, or not any more.
    var tree: Tree?
    /// Under refs/gt/rescue, of this assignment.
    var rescueRefs: [String] = []

    struct Tree: Encodable {
        /// nil when detached.
        let branch: String?
        let head: CommitID?
        /// Commits beyond the base of the work; nil where no base is known.
        let ahead: Int?
        /// Commits of the target that it has not; nil where the target is not in the clone.
        let behind: Int?
        /// As `git status` names them, untracked ones too.
        let dirty: [String]
        /// Commits that no target, submitted or rescue ref keeps.
        let unkept: [CommitID]
    }

    static func look(_ assignment: Assignment, _ layout: TownLayout) async throws(HostError) -> PolecatGround {
        var ground = PolecatGround(worktree: assignment.worktree)
        let git = Git(repository: layout.repository(assignment.rig))
        guard Files.isDirectory(git.repository) else { return ground }
        ground.rescueRefs = try await git.refs(under: rescue(assignment)).map(\.name)
        let path = layout.worktree(assignment)
        guard Files.isDirectory(path) else { return ground }
        let status = try await git.status(of: path)
        ground.tree = Tree(
            branch: status.branch, head: status.head,
            ahead: try await count(beyond: assignment.base, status.head, git),
            behind: try await count(beyond: status.head, try await target(assignment, git), git),
            dirty: status.entries.map { "\($0.state) \($0.path)" },
            unkept: try await git.unkept(in: path, branch: assignment.branch, kept: kept(assignment)))
        return ground
    }

    static func rescue(_ assignment: Assignment) -> String {
        "\(SavedWorkBook.root)/\(assignment.bead)/\(assignment.number)"
    }

    /// As the Witness asks before it saves.
    private static func kept(_ assignment: Assignment) -> [String] {
        [
            "refs/gt/submitted/\(assignment.bead)", "refs/remotes/origin/\(assignment.target)",
            "refs/heads/\(assignment.target)", rescue(assignment),
        ]
    }

    private static func target(_ assignment: Assignment, _ git: Git) async throws(HostError) -> CommitID? {
        if let there = try await git.commit("refs/remotes/origin/\(assignment.target)") { return there }
        return try await git.commit("refs/heads/\(assignment.target)")
    }

    private static func count(
        beyond base: CommitID?, _ head: CommitID?, _ git: Git
    ) async throws(HostError) -> Int? {
        guard let base, let head else { return nil }
        return try await git.count(of: head, beyond: base)
    }

    func lines(_ screen: Screen) -> [String] {
        guard let tree else { return ["worktree  \(worktree): not there"] + saved(screen) }
        let ahead = tree.ahead.map { "\($0) beyond its base" } ?? "its base is not known"
        let behind = tree.behind.map { "\($0) behind the target" } ?? "its target is not here"
        var lines = [
            "worktree  \(worktree)",
            "branch    \(screen.plain(tree.branch ?? "(detached)")) at \(tree.head?.short ?? "no commit"): \(ahead), "
                + behind,
        ]
        if !tree.dirty.isEmpty {
            lines.append("dirty     \(RetirePlan.list(tree.dirty.map { screen.plain($0) }))")
        }
        if !tree.unkept.isEmpty {
            lines.append("unkept    \(RetirePlan.list(tree.unkept.map(\.short))): on no target, and not handed in")
        }
        return lines + saved(screen)
    }

    private func saved(_ screen: Screen) -> [String] { rescueRefs.map { "saved     \(screen.plain($0))" } }
}
