import Host
package import RefineryCore
package import TownModel

// Bringing a target up to date and building a merge on it, without a checkout.
extension TargetGit {
    package func prepare(_ request: MergeRequest, hasRemote: Bool, at moment: Timestamp) async -> Preparation {
        if hasRemote {
            do throws(HostError) {
                try await git.fetch()
            } catch {
                return .away(reason: error.description)
            }
        }
        do throws(HostError) {
            let truth = hasRemote ? Self.tracking(request.target) : Self.branch(request.target)
            guard let base = try await git.commit(truth) else {
                return .disturbed(reason: "there is no branch \(request.target) (\(truth)) to land on")
            }
            let move = try await foreignMove(of: request.target, to: base)
            if hasRemote { try await set(Self.branch(request.target), to: base, "follow the remote") }
            return .seen(
                Sight(base: base, foreignMove: move, finding: try await find(request, on: base, at: moment)))
        } catch {
            return .disturbed(reason: error.description)
        }
    }

    /// Compares the target with our last landing; what somebody rewrote stays reachable.
    private func foreignMove(of target: String, to now: CommitID) async throws(HostError) -> ForeignMove? {
        guard let landed = try await git.commit(Self.landedRef(target)), landed != now else { return nil }
        let rewritten = try await !git.isAncestor(landed, of: now)
        if rewritten { try await set(Self.displacedRef(landed), to: landed, "displaced from \(target)") }
        return ForeignMove(from: landed, to: now, rewritten: rewritten)
    }

    private func find(
        _ request: MergeRequest, on base: CommitID, at moment: Timestamp
    ) async throws(HostError) -> Finding {
        guard try await git.commit(request.head.text) != nil else {
            return .unusable(reason: "its head \(request.head.short) is not in the repository")
        }
        if let proof = try await contained(request, in: base) { return .contained(proof) }
        guard try await git.mergeBase(base, request.head) != nil else {
            return .unusable(
                reason: "its head \(request.head.short) has no history in common with \(request.target)")
        }
        switch try await git.mergeTree(base, request.head) {
        case .conflict(let paths, _):
            return .conflict(files: paths)
        case .clean(let tree):
            guard let treeID = CommitID(tree) else { throw .gitAnswer(arguments: ["merge-tree"], said: tree) }
            let tip = try await merge(request, tree: tree, on: base, at: moment)
            return .built(tip: tip, tree: treeID)
        }
    }

    /// Landed before, whatever the ledger says: the head is in the target's history, or a merge of ours with its
    /// trailer is.
    private func contained(_ request: MergeRequest, in target: CommitID) async throws(HostError) -> LandingProof? {
        if try await git.isAncestor(request.head, of: target) {
            return try await proof(base: request.base, tip: request.head)
        }
        let candidates = try await git.log(
            "\(request.base)..\(target)", mentioning: "\(LandingMark.request): \(request.id)",
            limit: HandsLimits.trailerCommitsMax)
        // A worker's own message may quote a trailer: only a merge of ours counts.
        let ours = candidates.first { commit in
            commit.committer.email == committer.email
                && commit.trailers.contains(GitTrailer(key: LandingMark.request, value: request.id.text))
        }
        guard let ours, let base = ours.parents.first else { return nil }
        return try await proof(base: base, tip: ours.id)
    }

    private func proof(base: CommitID, tip: CommitID) async throws(HostError) -> LandingProof {
        let tree = try await git.tree(of: tip)
        guard let treeID = CommitID(tree) else { throw .gitAnswer(arguments: ["rev-parse"], said: tree) }
        return LandingProof(base: base, tip: tip, tree: treeID, gates: [])
    }

    private func merge(
        _ request: MergeRequest, tree: String, on base: CommitID, at moment: Timestamp
    ) async throws(HostError) -> CommitID {
        guard let work = try await git.log(request.head.text, limit: 1).first else {
            throw .gitAnswer(arguments: ["log", request.head.text], said: "nothing")
        }
        var committer = committer
        committer.date = "\(moment.milliseconds / 1000) +0000"
        return try await git.commitTree(
            tree, parents: [base, request.head], message: Self.message(request), author: work.author,
            committer: committer)
    }

    private var committer: GitPerson { GitPerson(name: "Gas Town Refinery", email: LandingMark.committer) }

    private static func message(_ request: MergeRequest) -> String {
        var trailers = [(LandingMark.bead, request.bead.text), (LandingMark.request, request.id.text)]
        if let convoy = request.convoy { trailers.append(("Gt-Convoy", convoy.text)) }
        trailers.append(("Gt-Worker", request.worker.description))
        return "Merge \(request.bead): \(SafeText.line(request.title))\n\n"
            + trailers.map { "\($0.0): \($0.1)\n" }.joined()
    }
}
