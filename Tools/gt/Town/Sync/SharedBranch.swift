import Host
import TownModel
import Wire

/// A branch in which beads are shared: of the town's own repository, or of a rig's.
struct SharedBranch {
    enum Kind: Hashable {
        /// `beads/`: a file for each home.
        case town
        /// One file, of that rig.
        case rig(RigName)
    }

    /// A file in it.
    struct File: Hashable {
        /// By which the ledger knows its base.
        var name: String
        /// From the top of the tree.
        var path: String
        var home: BeadHome
    }

    let kind: Kind
    let git: Git
    /// Without `refs/heads/`.
    let branch: String
    let hasRemote: Bool

    var name: String {
        switch kind {
        case .town: "beads"
        case .rig(let rig): rig.text
        }
    }

    /// nil for what is none of ours.
    func file(at path: String) -> File? {
        switch kind {
        case .town:
            guard path.hasSuffix(Self.ending), let home = BeadHome(String(path.dropLast(Self.ending.count))) else {
                return nil
            }
            return file(of: home)
        case .rig(let rig):
            return path == Self.rigPath ? file(of: .rig(rig)) : nil
        }
    }

    func file(of home: BeadHome) -> File {
        switch kind {
        case .town: File(name: "beads/\(home)", path: Self.townPath(home), home: home)
        case .rig: File(name: "branch/\(home)", path: Self.rigPath, home: home)
        }
    }

    /// Whether the ledger's name for a file means one in this branch.
    func has(_ name: String) -> Bool {
        switch kind {
        case .town: name.hasPrefix("beads/")
        case .rig(let rig): name == file(of: .rig(rig)).name
        }
    }

    /// Where a home's beads lie in the town's own repository.
    static func townPath(_ home: BeadHome) -> String { "\(home)\(ending)" }

    private static let ending = ".jsonl"
    private static let rigPath = ".beads/issues.jsonl"

    /// A repository that was made empty on a forge has files like these.
    static func isHarmless(_ path: String) -> Bool {
        !path.contains("/")
            && ["README", "LICENSE", "LICENCE", ".git"].contains { path.uppercased().hasPrefix($0.uppercased()) }
    }
}

extension SharedBranch {
    /// The town's own; nil where its repository has no remote.
    static func ofTown(_ layout: TownLayout) async throws -> SharedBranch? {
        let git = Git(repository: layout.beads)
        guard try await git.configurationHere("remote.origin.url") != nil else { return nil }
        guard let head = try await git.headBranch() else {
            throw CommandFailure(
                .refused, code: "conflict", "HEAD of \(layout.beads) names no branch", about: layout.beads,
                hint: "git -C \(layout.beads) switch main")
        }
        return SharedBranch(
            kind: .town, git: git, branch: String(head.dropFirst("refs/heads/".count)), hasRemote: true)
    }

    /// The one that a rig's settings name. Throws when it is somebody's: a target, or checked out.
    static func of(_ rig: Rig, _ branch: String, _ layout: TownLayout) async throws -> SharedBranch {
        let git = Git(repository: layout.repository(rig.name))
        func refuse(_ why: String) -> CommandFailure {
            CommandFailure(
                .refused, code: "conflict", "\(rig.name)'s beads can't be written to the branch \(branch): \(why)",
                about: branch, hint: "name a branch of its own: gt config set beads_branch … --rig \(rig.name)")
        }
        guard try await git.isBranchName(branch) else { throw refuse("that is no name of a branch") }
        let ref = "refs/heads/\(branch)"
        guard branch != rig.settings.target else { throw refuse("work lands there") }
        guard try await git.headBranch() != ref else { throw refuse("it is the repository's HEAD") }
        if let worktree = try await git.worktrees().first(where: { $0.branch == ref }) {
            throw refuse("it is checked out in \(worktree.path)")
        }
        return SharedBranch(
            kind: .rig(rig.name), git: git, branch: branch,
            hasRemote: try await git.configuration("remote.origin.url") != nil)
    }
}
