import Host
import TownModel

/// Proves landings again, from the rig's bare clone alone: nothing is fetched, and nothing is changed.
struct LandingAudit {
    let git: Git
    let rig: Rig

    /// What does not agree with the ledger.
    struct Mismatch: Encodable, Hashable {
        /// nil: it is about the whole clone.
        var request: BeadID?
        var bead: BeadID?
        var what: String
    }

    struct Report: Encodable, Hashable {
        var rig: RigName
        /// Requests that were looked at.
        var landings = 0
        /// Of them those that were only kept.
        var kept = 0
        /// Where the refs are that they were held against, by name.
        var refs: [String: CommitID] = [:]
        var mismatches: [Mismatch] = []
    }

    func report(_ requests: [MergeRequest]) async throws(HostError) -> Report {
        var report = Report(rig: rig.name, landings: requests.count)
        do throws(HostError) {
            let sight = try await sight(of: requests)
            for refs in sight.refs.values { report.refs.merge(refs.map { ($0.name, $0.commit) }) { $1 } }
            for request in requests {
                let isKept = isKept(request, sight)
                if isKept { report.kept += 1 }
                let faults =
                    isKept ? try await keptFaults(of: request, sight) : try await faults(of: request, sight)
                report.mismatches += faults.map { Mismatch(request: request.id, bead: request.bead, what: $0) }
            }
        } catch {
            // A damaged clone can't be read to the end: that is what was to be found out.
            report.mismatches.append(Mismatch(what: "the clone can't be read: \(error)"))
        }
        report.mismatches += try await git.damage().map { Mismatch(what: "git fsck: \($0)") }
        return report
    }
}

extension LandingAudit {
    /// What was read of the clone, in few calls.
    private struct Sight {
        var facts: [CommitID: CommitFacts] = [:]
        /// Of each target: the remote's branch as it was last fetched, where there is a remote, and our own.
        var refs: [String: [GitRef]] = [:]
        var histories: [String: GitHistory] = [:]
        /// What each ref reaches.
        var reach: [String: Set<CommitID>] = [:]
        var submitted: [String: CommitID] = [:]
    }

    private func sight(of requests: [MergeRequest]) async throws(HostError) -> Sight {
        var sight = Sight()
        let named = requests.flatMap { request in
            [request.head, request.proof?.base, request.proof?.tip, request.proof?.commit].compactMap(\.self)
        }
        sight.facts = try await git.facts(of: Set(named))
        for ref in try await git.refs(under: "refs/gt/submitted") { sight.submitted[ref.name] = ref.commit }
        for (target, landed) in Dictionary(grouping: requests, by: \.target) {
            var refs: [GitRef] = []
            for name in (rig.remote == nil ? [] : ["refs/remotes/origin/\(target)"]) + ["refs/heads/\(target)"] {
                if let commit = try await git.commit(name) { refs.append(GitRef(name: name, commit: commit)) }
            }
            let oldest = landed.sorted { ($0.landedAt ?? $0.enqueuedAt, $0.id) < ($1.landedAt ?? $1.enqueuedAt, $1.id) }
                .lazy.compactMap(\.proof?.base).first { sight.facts[$0] != nil }
            let history = try await git.history(of: refs.map(\.commit), downTo: oldest)
            sight.refs[target] = refs
            sight.histories[target] = history
            for ref in refs { sight.reach[ref.name] = history.reach(of: ref.commit) }
        }
        return sight
    }

    /// With `land = local` nothing was merged.
    private func isKept(_ request: MergeRequest, _ sight: Sight) -> Bool {
        if request.mergeMode == .local { return true }
        guard rig.settings.landing == .local, let tip = request.proof?.tip else { return false }
        // The rig may have landed before it was told to keep.
        return !(sight.refs[request.target] ?? []).contains { sight.reach[$0.name]?.contains(tip) == true }
    }

    private func faults(of request: MergeRequest, _ sight: Sight) async throws(HostError) -> [String] {
        guard let proof = request.proof else { return ["it has landed without a proof"] }
        var faults = gateFaults(of: proof)
        guard let tip = sight.facts[proof.tip] else { return faults + ["\(proof.tip) is not in the clone"] }
        if tip.tree != proof.tree.text {
            faults.append("the tree of \(proof.tip.short) is \(tip.tree), and \(proof.tree) was tested")
        }
        if try await !isAncestor(proof.base, of: proof.tip, request, sight) {
            faults.append("\(proof.tip.short) does not descend from its base \(proof.base)")
        }
        faults += try await historyFaults(of: request, proof, sight)
        return faults + (try await commitFaults(of: request, proof, sight))
    }

    private func gateFaults(of proof: LandingProof) -> [String] {
        proof.gates.filter { !$0.passed }.map { "gate \($0.name) did not pass" }
    }

    private func historyFaults(
        of request: MergeRequest, _ proof: LandingProof, _ sight: Sight
    ) async throws(HostError) -> [String] {
        let refs = sight.refs[request.target] ?? []
        guard !refs.isEmpty else { return ["there is no branch \(request.target)"] }
        var faults: [String] = []
        for ref in refs where sight.reach[ref.name]?.contains(proof.tip) != true {
            if try await git.isAncestor(proof.tip, of: ref.commit) { continue }
            faults.append("\(proof.tip.short) is not in the history of \(ref.name)")
        }
        return faults
    }

    /// The request's own commit is between base and tip, and brings its work in.
    private func commitFaults(
        of request: MergeRequest, _ proof: LandingProof, _ sight: Sight
    ) async throws(HostError) -> [String] {
        let own = proof.commit ?? proof.tip
        guard let facts = sight.facts[own] else { return ["its commit \(own) is not in the clone"] }
        if own == request.head { return [] }
        let isAbove = try await isAncestor(own, of: proof.base, request, sight)
        guard !isAbove, try await isAncestor(own, of: proof.tip, request, sight) else {
            return ["its commit \(own.short) is not between \(proof.base.short) and \(proof.tip.short)"]
        }
        let trailer = "\(LandingMark.request): \(request.id)"
        if facts.committerEmail == LandingMark.committer, facts.lastLines.contains(trailer) { return [] }
        if try await isAncestor(request.head, of: own, request, sight) { return [] }
        return ["its commit \(own.short) does not say \(trailer), nor is its head \(request.head.short) in it"]
    }

    private func keptFaults(of request: MergeRequest, _ sight: Sight) async throws(HostError) -> [String] {
        let ref = "refs/gt/submitted/\(request.bead)/\(request.head)"
        guard sight.facts[request.head] != nil else { return ["its head \(request.head) is not in the clone"] }
        var faults: [String] = []
        if sight.submitted[ref] != request.head { faults.append("\(ref) does not keep its head") }
        guard let proof = request.proof else { return faults + ["it is kept without a proof"] }
        faults += gateFaults(of: proof)
        // No ref keeps the merge that was tested: it may be gone, and is made again then.
        if let tip = sight.facts[proof.tip] {
            if tip.tree != proof.tree.text { faults.append("\(proof.tip.short) is not the tree that was tested") }
        } else if sight.facts[proof.base] == nil {
            faults.append("its base \(proof.base) is not in the clone")
        } else if try await git.mergeTree(proof.base, request.head) != .clean(tree: proof.tree.text) {
            faults.append("its head on \(proof.base.short) is not the tree that was tested")
        }
        return faults
    }

    /// From what was read; git is asked only about what lies outside it.
    private func isAncestor(
        _ commit: CommitID, of descendant: CommitID, _ request: MergeRequest, _ sight: Sight
    ) async throws(HostError) -> Bool {
        guard sight.facts[commit] != nil, sight.facts[descendant] != nil else { return false }
        if let known = sight.histories[request.target]?.isAncestor(commit, of: descendant) { return known }
        return try await git.isAncestor(commit, of: descendant)
    }
}
