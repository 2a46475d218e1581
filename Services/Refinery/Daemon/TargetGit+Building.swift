import Host
package import RefineryCore
package import TownModel

// Bringing a target up to date and building a merge on it, without a checkout.
extension TargetGit {
    package func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, at moment: Timestamp
    ) async -> Preparation {
        if hasRemote {
            do throws(HostError) {
                try await git.fetch()
            } catch {
                return .away(reason: error.description)
            }
        }
        do throws(HostError) {
            let truth = hasRemote ? Self.tracking(target) : Self.branch(target)
            guard let base = try await git.commit(truth) else {
                return .disturbed(reason: "there is no branch \(target) (\(truth)) to land on")
            }
            let move = try await foreignMove(of: target, to: base)
            if hasRemote { try await set(Self.branch(target), to: base, "follow the remote") }
            return .seen(try await stack(requests, on: base, target: target, move, at: moment))
        } catch {
            return .disturbed(reason: error.description)
        }
    }

    package func check(_ request: MergeRequest, at moment: Timestamp) async -> Finding? {
        do throws(HostError) {
            guard let base = try await git.commit(Self.branch(request.target)) else { return nil }
            guard case .aside(let finding) = try await find(request, on: base, at: moment) else { return nil }
            return finding
        } catch {
            // It is looked at again when its turn comes, and what is wrong with this machine is told then.
            return nil
        }
    }

    /// Each on those before it; what does not merge there is looked at alone, to tell whose fault it is.
    private func stack(
        _ requests: [MergeRequest], on base: CommitID, target: String, _ move: ForeignMove?, at moment: Timestamp
    ) async throws(HostError) -> Sight {
        let baseTree = try await tree(of: base)
        var sight = Sight(
            foreignMove: move,
            stack: Stack(target: target, base: base, baseTree: baseTree, layers: [], builtAt: moment))
        for request in requests {
            let below = sight.stack.commit(at: sight.stack.height)
            switch try await find(request, on: below, at: moment) {
            case .built(let layer):
                sight.stack.layers.append(layer)
            case .aside(let finding) where below != base:
                sight.aside[request.id] = try await alone(request, on: base, sight.stack, finding, at: moment)
            case .aside(let finding):
                sight.aside[request.id] = finding
            }
        }
        return sight
    }

    /// Compares the target with our last landing; what somebody rewrote stays reachable.
    private func foreignMove(of target: String, to now: CommitID) async throws(HostError) -> ForeignMove? {
        guard let landed = try await git.commit(Self.landedRef(target)), landed != now else { return nil }
        let rewritten = try await !git.isAncestor(landed, of: now)
        if rewritten { try await set(Self.displacedRef(landed), to: landed, "displaced from \(target)") }
        return ForeignMove(from: landed, to: now, rewritten: rewritten)
    }

    /// What does not fit on others is the target's word, or theirs.
    private func alone(
        _ request: MergeRequest, on base: CommitID, _ stack: Stack, _ finding: Finding, at moment: Timestamp
    ) async throws(HostError) -> Finding {
        if case .aside(let own) = try await find(request, on: base, at: moment) { return own }
        switch finding {
        case .conflict(let files, _): return .crowded(files: files, on: stack.requests)
        // In their work, which is not in the target yet.
        case .contained, .crowded, .unusable: return .crowded(files: [], on: stack.requests)
        }
    }

    private enum Found {
        case built(Layer)
        case aside(Finding)
    }

    private func find(
        _ request: MergeRequest, on base: CommitID, at moment: Timestamp
    ) async throws(HostError) -> Found {
        guard try await git.commit(request.head.text) != nil else {
            return .aside(.unusable(reason: "its head \(request.head.short) is not in the repository"))
        }
        if let proof = try await contained(request, in: base) { return .aside(.contained(proof)) }
        guard try await git.mergeBase(base, request.head) != nil else {
            return .aside(
                .unusable(
                    reason: "its head \(request.head.short) has no history in common with \(request.target)"))
        }
        switch try await git.mergeTree(base, request.head) {
        case .conflict(let paths, _):
            return .aside(.conflict(files: paths, base: base))
        case .clean(let tree):
            guard let treeID = CommitID(tree) else { throw .gitAnswer(arguments: ["merge-tree"], said: tree) }
            let tip = try await merge(request, tree: tree, on: base, at: moment)
            return .built(Layer(request: request.id, tip: tip, tree: treeID))
        }
    }

    private func tree(of commit: CommitID) async throws(HostError) -> CommitID {
        let tree = try await git.tree(of: commit)
        guard let treeID = CommitID(tree) else { throw .gitAnswer(arguments: ["rev-parse"], said: tree) }
        return treeID
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
        LandingProof(base: base, tip: tip, tree: try await tree(of: tip), gates: [])
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
