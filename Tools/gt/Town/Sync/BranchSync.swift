import BeadsFormat
import Host
import TownModel
import Wire

/// Brings one shared branch and the ledger together: fetch, merge into the ledger, write, commit, push without force; again,
/// some times, when somebody else was faster.
///
/// Each step may be the last of a killed command: what was merged is known to the ledger as merged, what was about to be
/// pushed as offered, and the next sync goes on from there.
struct BranchSync {
    let client: TownClient
    let call: Invocation
    let shared: SharedBranch
    /// Merges two-way, whatever was known before.
    let isAnew: Bool
    let pushes: Bool

    /// What went wrong is in the result.
    func run() async -> (SyncedBranch, SyncFacts?) {
        var result = SyncedBranch(name: shared.name, branch: shared.branch)
        var facts: SyncFacts?
        do {
            try await run(&result, &facts)
        } catch HostError.remoteAway(let why) {
            result.outcome = .failed
            result.problem = CommandFailure(
                .tryAgain, code: "remote-away", "the remote was not reached: \(why)", about: shared.name,
                hint: "what is here is written and committed; gt bead sync again sends it")
        } catch {
            result.outcome = .failed
            result.problem = CommandFailure(error)
        }
        return (result, facts)
    }

    private func run(_ result: inout SyncedBranch, _ facts: inout SyncFacts?) async throws {
        var refused: (at: CommitID?, said: String)?
        for _ in 0..<CommandLimits.syncTries {
            let remote = try await fetch()
            if let refused, refused.at == remote { throw refusal(refused.said) }
            do {
                try await merge(remote, &result)
            } catch let failure as CommandFailure where failure.code == ErrorCode.version.rawValue {
                // Another sync has merged it meanwhile: it is the base now.
                refused = nil
                continue
            }
            guard let head = try await commit(joining: remote, &facts) else {
                result.outcome = .same
                return
            }
            result.commit = head.commit
            guard head.commit != remote else {
                result.outcome = .same
                return
            }
            guard pushes, shared.hasRemote else {
                result.outcome = .local
                return
            }
            _ = try await client.command(MergeOffer(commit: head.commit, blobs: head.blobs))
            switch try await push(head.commit) {
            case .pushed:
                _ = try await client.command(MergeAgree(commit: head.commit, names: head.blobs.keys.sorted()))
                result.outcome = .pushed
                return
            case .refused(let said): refused = (remote, said)
            }
        }
        throw refusal(refused?.said ?? "others were faster \(CommandLimits.syncTries) times")
    }

    private func refusal(_ said: String) -> CommandFailure {
        CommandFailure(
            .tryAgain, code: "refused", "the remote took nothing: \(said)", about: shared.name,
            hint: "what is here is written and committed; gt bead sync again sends it")
    }

    // MARK: The remote

    private func fetch() async throws -> CommitID? {
        guard shared.hasRemote else { return nil }
        return try await SlowNotice(call: call).during("fetching \(shared.name)") {
            try await shared.git.fetchBranch(shared.branch, within: CommandLimits.remoteWait)
        }
    }

    private func push(_ commit: CommitID) async throws -> PushOutcome {
        try await SlowNotice(call: call).during("pushing \(shared.name)") {
            try await shared.git.pushForward(commit, to: shared.branch, within: CommandLimits.remoteWait)
        }
    }

    // MARK: Into the ledger

    private func merge(_ remote: CommitID?, _ result: inout SyncedBranch) async throws {
        result.left = []
        guard let remote else { return }
        let bases = try await bases(at: remote)
        let files = try await shared.git.files(of: remote)
        try await SharedHistory(shared: shared, bases: bases).check(remote, files, isAnew: isAnew)
        // Of one that was removed too: its beads are here, and in the file that is written.
        let rigs = try await client.query(RigList()).rigs.map(\.name)
        let merge = SharedFileMerge(client: client, call: call, shared: shared)
        for entry in files {
            guard let file = shared.file(at: entry.path) else { continue }
            if let rig = file.home.rig, !rigs.contains(rig) {
                result.left.append(file.path)
                continue
            }
            guard entry.isPlain else {
                throw CommandFailure(
                    .badData, code: "invalid", "\(file.path) of \(shared.name) is no plain file", about: file.path,
                    hint: "correct it in the remote's branch, then sync again")
            }
            let merged = try await merge.run(
                file, blob: entry.id, in: remote, base: bases[file.name], ignoringBase: isAnew && result.isFirst(file))
            guard let merged else { continue }
            result.merged[file.home.description, default: ImportReport()].add(merged.report)
            result.gone += merged.gone
        }
    }

    /// What was offered before and is there by now was taken: then it is what both sides know.
    private func bases(at remote: CommitID) async throws -> [String: MergeBase] {
        var bases = try await client.query(MergeBases()).files.filter { shared.has($0.key) }
        var taken: [CommitID: [String]] = [:]
        for (name, base) in bases {
            guard let offered = base.offered, try await shared.git.reaches(remote, offered.commit) else { continue }
            taken[offered.commit, default: []].append(name)
            bases[name] = MergeBase(known: offered)
        }
        for (commit, names) in taken {
            _ = try await client.command(MergeAgree(commit: commit, names: names.sorted()))
        }
        return bases
    }

    // MARK: Out of the ledger

    private struct Head {
        var commit: CommitID
        /// By the names by which the ledger knows them.
        var blobs: [String: String]
    }

    /// nil when there is nothing that could be committed.
    private func commit(joining remote: CommitID?, _ facts: inout SyncFacts?) async throws -> Head? {
        let isTown = shared.kind == .town
        let written = try await client.query(
            BeadSync(merging: isTown ? remote : nil), within: CommandLimits.backupWait)
        switch shared.kind {
        case .town:
            facts = written
            let blobs = written.blobs.compactMap { home, blob in
                BeadHome(home).map { (shared.file(of: $0).name, blob) }
            }
            return written.head.map { Head(commit: $0, blobs: Dictionary(blobs) { $1 }) }
        case .rig(let rig):
            guard written.beads[rig.text] != nil else { return nil }
            let file = shared.file(of: .rig(rig))
            let blobs = try await shared.git.writeBlobs(["\(written.directory)/\(SharedBranch.townPath(.rig(rig)))"])
            let ref = "refs/heads/\(shared.branch)"
            try await SharedHistory(shared: shared, bases: [:]).checkOwn(ref, joining: remote)
            let made = try await shared.git.commit(
                files: [file.path: blobs[0]], on: ref, joining: remote, message: "Beads of \(rig)")
            return made.map { Head(commit: $0.head, blobs: [file.name: blobs[0]]) }
        }
    }
}

extension SyncedBranch {
    /// Whether this run has not merged that file yet: from then on its base is known again.
    fileprivate func isFirst(_ file: SharedBranch.File) -> Bool { merged[file.home.description] == nil }
}
