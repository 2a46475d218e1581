import Host
import TownModel
import Wire

/// The worktree of a crew member: it is made, moved and cleared away by whoever asks for that, at his terminal, so that he
/// sees what becomes of it. Each step looks before it acts.
struct CrewPlace {
    let layout: TownLayout
    let resident: Resident
    private let rig: RigName
    private let git: Git

    init(_ resident: Resident, _ layout: TownLayout) {
        guard let rig = resident.agent.rig else { preconditionFailure("\(resident.agent) is of no rig") }
        self.init(resident, in: rig, layout)
    }

    /// A worktree of another rig, with the branch and the target that the resident has there.
    init(_ resident: Resident, in rig: RigName, _ layout: TownLayout) {
        self.layout = layout
        self.resident = resident
        self.rig = rig
        git = Git(repository: layout.repository(rig), writer: .witness)
    }

    var path: String { "\(layout.root)/\(resident.worktree)" }

    /// Sees to it that the worktree stands where the row says, on its branch; gives its head. A branch that is there
    /// already is gone on with.
    func stand(hasRemote: Bool) async throws -> CommitID {
        if let from = resident.movedFrom, !Files.exists(path), Files.exists("\(layout.root)/\(from)") {
            try await git.moveWorktree("\(layout.root)/\(from)", to: path)
        }
        // One that somebody else is just making is not half made.
        let lock = try FileLock.await("\(layout.run)/crew-\(rig).lock")
        defer { withExtendedLifetime(lock) {} }
        try await clearHalfMade()
        if !Files.exists(path) {
            let head = try await beginning(hasRemote: hasRemote)
            try Files.makeDirectory(Files.parent(of: path))
            try await git.addWorktree(path, branch: resident.branch, at: head)
        }
        guard try await isWorktree(), let head = try await git.commit("HEAD", in: path) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(path) is there, and is no worktree of this rig: it is left alone",
                about: path, hint: "move it away, then the same command again")
        }
        return head
    }

    private func isWorktree() async throws -> Bool { try await record() != nil }

    /// As git has it, whether its directory is there or not.
    private func record() async throws -> GitWorktree? {
        let place = Files.resolved(path)
        return try await git.worktrees().first { $0.path == path || $0.path == place }
    }

    /// Whether there is anything that a removal would clear away.
    func isAnywhere() async throws -> Bool {
        if Files.exists(path) { return true }
        return try await record() != nil
    }

    /// One that was killed while its files were written has been nobody's yet: it goes to the trash, and is made anew. Of one
    /// whose directory is gone git must forget where it was.
    private func clearHalfMade() async throws {
        guard let record = try await record(), record.isHalfMade || !Files.exists(path) else { return }
        try await git.trash(path, in: layout.trash(rig), as: nameInTrash())
    }

    /// `17-max`; the same worktree may come here again.
    private func nameInTrash() -> String {
        let name = "\(resident.number)-\(path.split(separator: "/").last ?? "crew")"
        let taken = Set(Files.names(in: layout.trash(rig)))
        guard taken.contains(name) else { return name }
        return (2...).lazy.map { "\(name).\($0)" }.first { !taken.contains($0) } ?? name
    }

    private func beginning(hasRemote: Bool) async throws -> CommitID {
        guard try await git.isBranchName(resident.branch) else {
            throw CommandFailure(
                .badData, code: "invalid", "\(resident.branch) is no name of a branch",
                hint: "gt crew remove \(resident.agent), then add it with another --branch")
        }
        if let begun = try await git.commit("refs/heads/\(resident.branch)") { return begun }
        return try await target(hasRemote: hasRemote)
    }

    /// The target's present head: the remote's word where there is a remote.
    private func target(hasRemote: Bool) async throws -> CommitID {
        if hasRemote { try await git.fetch() }
        let ref = hasRemote ? "refs/remotes/origin/\(resident.target)" : "refs/heads/\(resident.target)"
        guard let head = try await git.commit(ref) else {
            throw CommandFailure(
                .refused, code: "not-found", "\(ref) does not exist", about: ref,
                hint: "does the rig's target name a branch, and does it have a commit?")
        }
        return head
    }

    /// Up to date with the target; refused while something is not committed.
    func refresh(hasRemote: Bool) async throws -> RefreshOutcome {
        let state = try await git.status(of: path)
        guard state.isClean else {
            throw CommandFailure(
                .refused, code: "conflict",
                "\(path) has what is not committed: \(Self.list(state.entries.map(\.path)))",
                about: resident.agent.description, hint: "commit it on \(resident.branch), then the same again")
        }
        return try await git.refresh(path, onto: try await target(hasRemote: hasRemote))
    }

    /// Throws with the list when removing it now would hide somebody's work.
    func checkIsKept() async throws {
        guard Files.exists(path) else { return }
        var why: [String] = []
        let entries = try await git.status(of: path).entries
        if !entries.isEmpty { why.append("not committed: \(Self.list(entries.map(\.path)))") }
        let unkept = try await git.unkept(in: path, branch: resident.branch, kept: kept)
        if !unkept.isEmpty { why.append("on no target and not handed in: \(Self.list(unkept.map(\.short)))") }
        guard !why.isEmpty else { return }
        throw CommandFailure(
            .refused, code: "conflict",
            "\(resident.agent) has work that nothing else keeps: \(why.joined(separator: "; "))",
            about: resident.agent.description, hint: "--force removes it all the same; the work is saved before")
    }

    /// Throws with who works in it or has a file of it open.
    func checkIsLeft() throws(CommandFailure) {
        let there = Processes.inside(Files.resolved(path) ?? path).map { pid in
            "\(Processes.program(of: pid).map { UntrustedText.line($0) } ?? "pid") \(pid)"
        }
        guard !there.isEmpty else { return }
        throw CommandFailure(
            .refused, code: "conflict", "\(path) is in use: \(Self.list(there))", about: resident.agent.description,
            hint: "end them, or leave that directory; --force removes it under them")
    }

    /// Saved, then moved to the trash; gives the refs' common beginning, nil when there was nothing to save.
    func retire() async throws -> String? {
        let rescue = "refs/gt/rescue/\(resident.bead)/\(resident.number)"
        if Files.exists(path) {
            guard try await isWorktree() else {
                throw CommandFailure(
                    .refused, code: "conflict", "\(path) is no worktree of this rig: it is left alone", about: path,
                    hint: "move it away, then the same command again")
            }
            try await git.rescue(path, branch: resident.branch, under: rescue, kept: kept)
        }
        try await git.trash(path, in: layout.trash(rig), as: nameInTrash())
        if resident.branch.hasPrefix("crew/"), let tip = try await git.commit("refs/heads/\(resident.branch)") {
            // Whatever it reaches is saved, also where its directory was gone before: another one of this name begins anew.
            try await git.rescue(tip: tip, under: rescue, kept: kept)
            try await git.deleteRef("refs/heads/\(resident.branch)", at: tip)
        }
        return try await git.refs(under: rescue).isEmpty ? nil : rescue
    }

    private var kept: [String] {
        ["refs/gt/submitted", "refs/remotes/origin", "refs/heads/\(resident.target)"]
    }

    private static func list(_ items: [String]) -> String {
        let shown = items.prefix(CommandLimits.candidatesMax)
        let more = items.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
