import Host
import TownModel

/// A worktree of a rig, or a dog's directory, in the trash.
struct TrashItem: Encodable {
    /// nil: a dog's, in `.gt/trash`.
    let rig: RigName?
    /// `17-ash`.
    let entry: String
    let path: String
    let trashedAt: Timestamp?

    var name: String { "\(rig?.text ?? "town")/\(entry)" }
    /// Of its assignment; nil for what is named otherwise.
    var number: Int64? { entry.split(separator: "-").first.flatMap { Int64($0) } }
    var agent: String? { entry.firstIndex(of: "-").map { String(entry[entry.index(after: $0)...]) } }

    private enum CodingKeys: String, CodingKey { case name, rig, path, trashedAt }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(rig, forKey: .rig)
        try container.encode(path, forKey: .path)
        try container.encodeIfPresent(trashedAt, forKey: .trashedAt)
    }
}

/// What the clone knows of the work that was done in a worktree in the trash.
struct TrashedWork: Encodable {
    /// The branch it was on, and where that is; nil: the clone has no such branch.
    var branch: String?
    var head: CommitID?
    /// Commits of it that nothing but that branch keeps.
    var unkept: [CommitID] = []

    /// Why it is not removed; nil: it may be.
    func objection(_ item: TrashItem) -> String? {
        // A dog's directory is no worktree: no commit depends on it.
        if item.rig == nil { return nil }
        if head == nil { return "its branch is not in the clone: nobody can tell whether its work is kept" }
        return RetirePlan.unkept(unkept)
    }
}

/// The trash of the town and its rigs, read from this machine's files and git: it needs no store.
struct TrashBook {
    let layout: TownLayout

    func items(_ rig: RigName? = nil) -> [TrashItem] {
        let rigs = rig.map { [$0] } ?? Files.names(in: layout.rigs).compactMap { RigName($0) }.sorted()
        var found = rigs.flatMap { items(in: layout.trash($0), of: $0) }
        if rig == nil { found += items(in: layout.trash, of: nil) }
        return found
    }

    private func items(in folder: String, of rig: RigName?) -> [TrashItem] {
        Files.names(in: folder).map { name in
            let path = "\(folder)/\(name)"
            return TrashItem(rig: rig, entry: name, path: path, trashedAt: Files.changedAt(path))
        }.sorted { ($0.trashedAt?.milliseconds ?? 0, $0.entry) < ($1.trashedAt?.milliseconds ?? 0, $1.entry) }
    }

    func find(_ word: String) throws(CommandFailure) -> TrashItem {
        let all = items()
        if let found = all.first(where: { $0.name == word }) { return found }
        let byEntry = all.filter { $0.entry == word }
        if byEntry.count == 1 { return byEntry[0] }
        let shown = all.prefix(CommandLimits.candidatesMax).map(\.name).joined(separator: ", ")
        throw CommandFailure(
            .refused, code: "not-found", "there is no \(UntrustedText.line(word)) in the trash", about: word,
            hint: all.isEmpty ? "the trash is empty" : "there are: \(shown)")
    }

    func work(_ item: TrashItem) async throws(HostError) -> TrashedWork {
        var work = TrashedWork()
        guard let rig = item.rig, let number = item.number, let agent = item.agent else { return work }
        let git = Git(repository: layout.repository(rig))
        guard Files.isDirectory(git.repository),
            let branch = try await git.refs(under: "refs/heads/polecat/\(agent)").first(where: {
                $0.name.hasSuffix(".\(number)")
            })
        else { return work }
        work.branch = branch.name
        work.head = branch.commit
        work.unkept = try await git.unreachable([branch.commit], from: try await Self.keepers(git))
        return work
    }

    /// Refs that keep work for good: targets, what was submitted and what was saved; no worker's own branch.
    static func keepers(_ git: Git) async throws(HostError) -> [String] {
        let own = ["refs/heads/polecat/", "refs/heads/crew/"]
        let heads = try await git.refs(under: "refs/heads").map(\.name).filter { name in
            !own.contains(where: name.hasPrefix)
        }
        return ["refs/gt/submitted", "refs/gt/rescue", "refs/remotes/origin"] + heads
    }
}
