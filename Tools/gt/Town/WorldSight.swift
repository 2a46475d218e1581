import Host
import TownModel
import Wire

/// What a town has outside its ledger, and what of it a restored ledger knows nothing of.
struct WorldSight {
    /// A head in `refs/gt/submitted` that no request and no assignment of the ledger names.
    struct Head: Encodable {
        let rig: RigName
        let bead: BeadID
        let ref: String
        let head: CommitID
        /// The Refinery's merge that brought it into the target; nil when the target has no such merge.
        let landedAs: CommitID?
    }

    struct Difference: Encodable {
        /// Sessions with a process.
        var sessions: [Incarnation] = []
        /// Relative to the town.
        var worktrees: [String] = []
        var heads: [Head] = []
        /// `refs/gt/rescue/<bead>/<number>`.
        var rescues: [String] = []
        /// Directories under `rigs` that are no rig of the ledger.
        var rigs: [String] = []

        var landed: [LandedBefore] {
            heads.compactMap { head in
                head.landedAs.map { LandedBefore(bead: head.bead, head: head.head, tip: $0) }
            }
        }
    }

    let client: TownClient
    private var layout: TownLayout { client.layout }

    func difference() async throws -> Difference {
        let rigs = try await client.query(RigList()).rigs.filter { $0.state != .removed }
        var found = Difference()
        found.sessions = try await unknown(SessionFolders(layout: layout).running.map(\.incarnation)) {
            TownUnknown(sessions: $0)
        } of: {
            $0.sessions
        }
        let known = Set(rigs.map(\.name.text))
        found.rigs = Files.names(in: layout.rigs).filter { !known.contains($0) }.map { "rigs/\($0)" }
        for name in Files.names(in: layout.rigs).compactMap({ RigName($0) }) {
            found.worktrees += try await unknown(worktrees(of: name)) {
                TownUnknown(worktrees: $0)
            } of: {
                $0.worktrees
            }
        }
        for rig in rigs where Files.isDirectory(layout.repository(rig.name)) { try await look(at: rig, &found) }
        return found
    }

    private func look(at rig: Rig, _ found: inout Difference) async throws {
        let git = Git(repository: layout.repository(rig.name))
        let submitted = try await git.refs(under: "refs/gt/submitted").compactMap(Self.handedIn)
        let heads = try await unknown(submitted) {
            TownUnknown(heads: $0)
        } of: {
            $0.heads
        }
        let target = heads.isEmpty ? nil : try await targetHead(of: rig, git)
        for head in heads {
            found.heads.append(
                Head(
                    rig: rig.name, bead: head.bead, ref: "refs/gt/submitted/\(head.bead)/\(head.head)", head: head.head,
                    landedAs: try await merge(of: head, in: target, git)))
        }
        let rescues = try await git.refs(under: SavedWorkBook.root).compactMap {
            ref -> (name: String, number: Int64)? in
            let parts = ref.name.split(separator: "/")
            guard parts.count > 4, let number = Int64(parts[4]) else { return nil }
            return (parts.prefix(5).joined(separator: "/"), number)
        }
        let numbers = try await unknown(Set(rescues.map(\.number)).sorted()) {
            TownUnknown(rescues: $0)
        } of: {
            $0.rescues
        }
        found.rescues += Set(rescues.filter { numbers.contains($0.number) }.map(\.name)).sorted()
    }

    /// The remote's word where there is a remote: what landed meanwhile may not have been fetched since.
    private func targetHead(of rig: Rig, _ git: Git) async throws -> CommitID? {
        guard rig.remote != nil else { return try await git.commit("refs/heads/\(rig.settings.target)") }
        try await git.fetch()
        return try await git.commit("refs/remotes/origin/\(rig.settings.target)")
    }

    /// A head that merely lies in the target's history proves nothing (work without a commit has one too): a commit of the
    /// town's own does, that names the bead and has the head as a parent or names it.
    private func merge(of work: HandedIn, in target: CommitID?, _ git: Git) async throws -> CommitID? {
        guard let target else { return nil }
        let trailer = GitTrailer(key: LandingMark.bead, value: work.bead.text)
        let candidates = try await git.log(
            "\(work.head)..\(target)", mentioning: "\(trailer.key): \(trailer.value)",
            limit: CommandLimits.landedMerges)
        let named = GitTrailer(key: LandingMark.head, value: work.head.text)
        return candidates.first { commit in
            commit.committer.email == LandingMark.committer && commit.trailers.contains(trailer)
                && (commit.parents.contains(work.head) || commit.trailers.contains(named))
        }?.id
    }

    private static func handedIn(_ ref: GitRef) -> HandedIn? {
        let parts = ref.name.split(separator: "/").map(String.init)
        guard parts.count == 5, let bead = BeadID(parts[3]), let head = CommitID(parts[4]) else { return nil }
        return HandedIn(bead: bead, head: head)
    }

    /// `rigs/<rig>/polecats/<name>/<number>`.
    private func worktrees(of rig: RigName) -> [String] {
        Files.names(in: layout.polecats(rig)).flatMap { name in
            Files.names(in: "\(layout.polecats(rig))/\(name)").filter { Int64($0) != nil }
                .map { "rigs/\(rig)/polecats/\(name)/\($0)" }
        }
    }

    /// Asks in pieces that fit a message.
    private func unknown<Item>(
        _ items: [Item], _ ask: ([Item]) -> TownUnknown, of answer: (TownUnknown) -> [Item]
    ) async throws -> [Item] {
        var found: [Item] = []
        var rest = items[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(CommandLimits.unknownAtOnce))
            rest = rest.dropFirst(piece.count)
            found += answer(try await client.query(ask(piece), within: CommandLimits.pageWait))
        }
        return found
    }
}
