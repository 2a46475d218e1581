import Host
import TownModel

/// One attempt's saved work: what lies under `refs/gt/rescue/<bead>/<number>`.
struct SavedAttempt: Encodable {
    struct Part: Encodable {
        let ref: String
        /// The part of its name before the commit: `files` (uncommitted ones too), `head`, `lost` (left behind by a reset
        /// or a stash), `down` (saved by gt down --agents).
        let kind: String
        let commit: CommitID
        /// When it was saved; nil where git kept no log of the ref.
        let savedAt: Timestamp?
    }

    let rig: RigName
    let bead: String
    let number: Int64
    /// Whose it was; nil when no directory of its session is left.
    let agent: Address?
    let base: CommitID?
    let parts: [Part]
    /// Its worktree in the trash, ignored files and all; nil when that was emptied or never filled.
    let trash: String?

    var name: String { "\(bead)/\(number)" }
    var savedAt: Timestamp? { parts.compactMap(\.savedAt).max() }

    /// The fullest part: files hold their head too.
    var best: Part? {
        ["files", "down", "head", "lost"].lazy.compactMap { kind in parts.last { $0.kind == kind } }.first
    }
}

/// The saved work of every rig, read from the bare clones: it needs no store.
struct SavedWorkBook {
    let layout: TownLayout

    static let root = "refs/gt/rescue"

    func attempts() async throws -> [SavedAttempt] {
        let sessions = Dictionary(
            SessionBook(layout).entries.map { ($0.assignment.assignment, $0.assignment) }, uniquingKeysWith: { $1 })
        var found: [SavedAttempt] = []
        for rig in Files.names(in: layout.rigs).compactMap({ RigName($0) }).sorted()
        where Files.isDirectory(layout.repository(rig)) {
            found += try await attempts(of: rig, sessions)
        }
        return found
    }

    private func attempts(
        of rig: RigName, _ sessions: [Int64: SessionAssignment]
    ) async throws(HostError) -> [SavedAttempt] {
        let repository = layout.repository(rig)
        let trash = Files.names(in: layout.trash(rig))
        let refs = try await Git(repository: repository).refs(under: Self.root)
        let groups = Dictionary(grouping: refs) {
            $0.name.split(separator: "/").dropFirst(3).prefix(2).map(String.init)
        }
        return groups.compactMap { name, refs in
            guard name.count == 2, let number = Int64(name[1]) else { return nil }
            // Another rig's session can't have the number: numbers are the town's.
            let session = sessions[number].flatMap { $0.bead.text == name[0] ? $0 : nil }
            return SavedAttempt(
                rig: rig, bead: name[0], number: number, agent: session?.agent, base: session?.base,
                parts: refs.map { part($0, repository) },
                trash: trash.first { $0.hasPrefix("\(number)-") }.map { "\(layout.trash(rig))/\($0)" })
        }.sorted { ($0.bead, $0.number) < ($1.bead, $1.number) }
    }

    private func part(_ ref: GitRef, _ repository: String) -> SavedAttempt.Part {
        let last = ref.name.split(separator: "/").last ?? ""
        return SavedAttempt.Part(
            ref: ref.name, kind: String(last.prefix { $0 != "-" }), commit: ref.commit,
            savedAt: Files.changedAt("\(repository)/logs/\(ref.name)"))
    }

    /// The attempts that `<bead>` or `<bead>/<number>` names.
    func find(_ word: String) async throws -> [SavedAttempt] {
        let all = try await attempts()
        let found = all.filter { $0.bead == word || $0.name == word }
        guard found.isEmpty else { return found }
        let near = EditDistance.nearest(
            to: word, among: Array(Set(all.map(\.bead))), limit: CommandLimits.candidatesMax)
        throw CommandFailure(
            .refused, code: "not-found", "nothing is saved of \(word)", about: word,
            hint: near.isEmpty ? "gt rescue list" : "something is saved of \(near.joined(separator: ", "))")
    }
}
