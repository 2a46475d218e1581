package import Host
package import RefineryCore
package import TownModel

/// The target branches of one rig in its bare clone and, where there is one, in its remote.
///
/// The remote's ref is the truth where there is a remote; `refs/heads/<target>` follows it. `refs/gt/landed/<target>`
/// remembers the last landing, so that a move by somebody else is seen.
package struct TargetGit: RefineryGit {
    let git: Git
    /// Exists while the town is stopped: `gt estop` writes it before it tells anybody.
    let stopFile: String

    package init(layout: TownLayout, rig: RigName, credentials: [String: String] = HostEnvironment.own) {
        git = Git(repository: layout.repository(rig), writer: .refinery, credentials: credentials)
        stopFile = layout.stopFile
    }

    package func locate(_ landing: Landing) async -> TargetPosition {
        do throws(HostError) {
            try await PredecessorHands(repository: git.repository).end()
            return try await position(landing)
        } catch {
            return .disturbed(reason: error.description)
        }
    }

    package func move(_ landing: Landing) async -> MoveOutcome {
        guard !Files.exists(stopFile) else { return .stopped }
        do throws(HostError) {
            if let fault = try await fault(of: landing.proof) { return .refused(reason: fault) }
            return landing.hasRemote ? try await push(landing) : try await swap(landing)
        } catch {
            return .tried(.disturbed(reason: error.description))
        }
    }

    package func guardTargets(_ targets: [String]) async -> String? {
        do throws(HostError) {
            try await GuardHook(targets: targets).install(in: git)
            return nil
        } catch {
            return error.description
        }
    }

    /// What is moved descends from where the target stood, and is the very tree that was tested.
    private func fault(of proof: LandingProof) async throws(HostError) -> String? {
        guard try await git.isAncestor(proof.base, of: proof.tip) else {
            return "\(proof.tip.short) does not descend from \(proof.base.short): it would rewrite history"
        }
        guard try await git.tree(of: proof.tip) == proof.tree.text else {
            return "\(proof.tip.short) is not the tree that was tested"
        }
        return nil
    }

    private func push(_ landing: Landing) async throws(HostError) -> MoveOutcome {
        let pushed: Result<PushOutcome, HostError>
        do throws(HostError) {
            pushed = .success(
                try await git.push(landing.proof.tip, to: landing.target, expecting: landing.proof.base))
        } catch {
            pushed = .failure(error)
        }
        // Whatever was answered: the remote's ref says what happened.
        let position = try await position(landing)
        guard position == .atBase else { return .tried(position) }
        switch pushed {
        case .success(.pushed): return .tried(.atBase)
        case .success(.refused(let said)): return .refused(reason: SafeText.line(said))
        case .failure(let error): return .tried(.away(reason: error.description))
        }
    }

    private func swap(_ landing: Landing) async throws(HostError) -> MoveOutcome {
        _ = try await git.updateRef(
            Self.branch(landing.target), to: landing.proof.tip, from: .commit(landing.proof.base),
            reason: Self.words("land", landing))
        return .tried(try await position(landing))
    }

    private func position(_ landing: Landing) async throws(HostError) -> TargetPosition {
        let proof = landing.proof
        let now: CommitID?
        if landing.hasRemote {
            do throws(HostError) {
                now = try await git.remoteBranch(landing.target)
                // The ancestry of what others have pushed is known only when it is here.
                if let now, now != proof.base, now != proof.tip { try await git.fetch() }
            } catch {
                return .away(reason: error.description)
            }
        } else {
            now = try await git.commit(Self.branch(landing.target))
        }
        guard let now else { return .away(reason: "there is no branch \(landing.target)") }
        if now == proof.base { return .atBase }
        guard try await git.isAncestor(proof.tip, of: now) else { return .elsewhere(now) }
        try await follow(landing, now)
        return .containsTip
    }

    /// After a landing: our own refs say so too.
    private func follow(_ landing: Landing, _ now: CommitID) async throws(HostError) {
        if landing.hasRemote { try await set(Self.branch(landing.target), to: now, Self.words("follow", landing)) }
        try await set(Self.landedRef(landing.target), to: landing.proof.tip, Self.words("landed", landing))
    }

    /// Moves a ref of ours, from wherever it is.
    func set(_ ref: String, to commit: CommitID, _ reason: String) async throws(HostError) {
        let now = try await git.commit(ref)
        guard now != commit else { return }
        let moved = try await git.updateRef(
            ref, to: commit, from: now.map(RefExpectation.commit) ?? .absent, reason: reason)
        guard moved else {
            throw .unreadable(path: ref, reason: "somebody else moved it although only the refinery may")
        }
    }

    /// For a reflog.
    private static func words(_ verb: String, _ landing: Landing) -> String {
        "\(verb) \(landing.requests.map(\.text).joined(separator: ", "))"
    }

    static func branch(_ target: String) -> String { "refs/heads/\(target)" }
    static func tracking(_ target: String) -> String { "refs/remotes/origin/\(target)" }
    /// The tip of the last landing on a target.
    static func landedRef(_ target: String) -> String { "refs/gt/landed/\(target)" }
    /// What a rewritten target left behind.
    static func displacedRef(_ commit: CommitID) -> String { "refs/gt/displaced/\(commit)" }
}
