import Host
import TownModel

/// Makes a rig's directory: the bare clone, its guard, its settings. It appears whole under its name, or not at all.
struct RigFounding {
    let layout: TownLayout
    let name: RigName
    let source: RigSource
    /// nil: what the source's HEAD names.
    let branch: String?

    private var making: String { "\(layout.rigs)/.new-\(name)" }

    /// The target branch. One that is there already, made for the same source, is taken as it is.
    func run() async throws -> String {
        if Files.isDirectory(layout.rig(name)) { return try await existing() }
        do {
            return try await make()
        } catch {
            // What failed is what must be told; what can't be removed now is removed by the next attempt.
            try? Files.removeTree(making)
            throw error
        }
    }

    private func make() async throws -> String {
        try await checkSource()
        try Files.removeTree(making)
        try Files.makeDirectory(making)
        let clone = "\(making)/repo.git"
        do throws(HostError) {
            try await Git.makeBareClone(at: clone, of: source.remote)
        } catch {
            throw fault(of: error)
        }
        let git = Git(repository: clone, writer: .refinery)
        let target = try await target(git)
        try await check(git, target)
        try Files.writeAtomically(Self.settings(target), to: "\(making)/rig.toml", mode: 0o644)
        try Files.rename(making, to: layout.rig(name))
        // The guard names its own directory, so it is put where it stays.
        try await GuardHook(targets: [target]).install(in: Git(repository: layout.repository(name)))
        return target
    }

    private func existing() async throws -> String {
        let git = Git(repository: layout.repository(name))
        let remote = try await git.configuration("remote.origin.url")
        guard remote == source.remote else {
            throw CommandFailure(
                .refused, code: "conflict",
                "\(layout.rig(name)) is there already, of \(remote ?? "a repository without a remote")",
                hint: "choose another name, or move that directory away")
        }
        let text = try Files.readText(layout.rigFile(name))
        let target = try RigSettingsFile.target(text, path: layout.rigFile(name))
        try await GuardHook(targets: [target]).install(in: git)
        return target
    }

    private func target(_ git: Git) async throws -> String {
        var target = branch ?? source.branch
        if target == nil, source.remote != nil { target = try await git.remoteDefaultBranch() }
        guard let target else {
            throw CommandFailure(
                .refused, code: "invalid", "the repository does not say which branch is its main one",
                hint: "gt rig add … --branch <name>")
        }
        guard try await git.isBranchName(target) else {
            throw CommandFailure(.badData, code: "invalid", "\(target) is no name of a branch", hint: "--branch main")
        }
        if let path = source.copied { try await copy(target, from: path, git) }
        return target
    }

    private func copy(_ target: String, from path: String, _ git: Git) async throws {
        do {
            try await git.take(target, from: path)
        } catch HostError.git(_, _, let said) {
            throw CommandFailure(
                .refused, code: "invalid", "\(path) has no commit on \(target): \(said)",
                hint: "commit something there first, or name another branch with --branch")
        }
    }

    /// What lies on this machine is looked at before anything is made.
    private func checkSource() async throws {
        guard let path = source.path, Files.isDirectory(path) else { return }
        let found = try await Git.unfitness(of: path)
        guard found.isEmpty else { throw unfit(found) }
    }

    /// What git itself says of a repository elsewhere that can't be worked from.
    private func fault(of error: HostError) -> any Error {
        let said = error.description
        if said.contains("mismatched algorithms") { return unfit(["its ids are of another kind than sha1"]) }
        if said.contains("promisor remote") {
            return unfit(["it is a partial clone, which has only some of its objects"])
        }
        return error
    }

    private func unfit(_ found: [String]) -> CommandFailure {
        let place = source.path ?? source.remote ?? "the repository"
        return CommandFailure(
            .refused, code: "invalid", "this version can't work from \(place): \(found.joined(separator: "; "))",
            hint: "name the repository it was cloned from, or a whole clone of it with sha1 ids")
    }

    private func check(_ git: Git, _ target: String) async throws {
        let ref = source.remote == nil ? "refs/heads/\(target)" : "refs/remotes/origin/\(target)"
        guard let head = try await git.commit(ref) else {
            // Git leaves out, without failing, what it can't have whole.
            if source.remote != nil, try await git.remoteBranch(target) != nil {
                throw unfit(["it does not give the whole history of \(target): perhaps it is a shallow clone"])
            }
            throw CommandFailure(
                .refused, code: "invalid", "the repository has no branch \(target) with a commit",
                hint: "push a first commit, or name another branch with --branch")
        }
        let parts = try await git.unsupportedParts(of: head)
        guard parts.isEmpty else {
            throw CommandFailure(
                .refused, code: "invalid",
                "this version can't give workers what \(target) needs: \(parts.joined(separator: ", "))",
                hint: "work on a repository without them, or remove them from \(target)")
        }
    }

    static func settings(_ target: String) -> String {
        """
        # Settings of this rig; what is commented out shows the default. `gt config explain` tells what each means.
        target = "\(target)"
        # agent = "script"
        # polecats_max = 3
        # landing = "queue"
        # style = "merge"

        # Commands that must all exit 0 on the merged tree before it lands:
        # [[gates]]
        # name = "test"
        # command = "make test"
        # timeout_seconds = 600

        """
    }
}
