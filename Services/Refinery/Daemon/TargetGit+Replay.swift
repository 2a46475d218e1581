import Host
import RefineryCore
import TownModel

// Style `rebase`: the request's own commits, made again one on the other without a checkout.
extension TargetGit {
    /// nil: it has merges, or too many commits, and is landed in one commit instead, so that the history stays a line.
    func replay(_ site: Site) async throws(HostError) -> LayerBuilt? {
        let request = site.request
        let commits = try await git.replays(
            from: site.base, to: request.head, limit: HandsLimits.replayedCommitsMax + 1)
        guard let first = commits.first else { return .contained(tip: request.head, base: request.base) }
        guard let root = first.parents.first else { return Self.strange(request) }
        guard commits.count <= HandsLimits.replayedCommitsMax, commits.allSatisfy({ $0.parents.count == 1 }) else {
            return nil
        }
        switch try await trees(of: commits, from: root, site) {
        case .conflict(let files): return .conflict(files: files)
        case .all(let made):
            if let fault = try await fault(of: made.last?.tree ?? site.tree, on: site) { return fault }
            return try await write(made, site)
        }
    }

    private enum Replayed {
        case all([(commit: GitReplay, tree: CommitID)])
        case conflict([String])
    }

    /// The tree after each commit. One whose change is there already is left out, as git's own rebase does; one that was
    /// empty from the start stays.
    private func trees(
        of commits: [GitReplay], from root: CommitID, _ site: Site
    ) async throws(HostError) -> Replayed {
        var before = site.tree
        if root != site.base {
            guard let object = try await git.commitObjects([root])[0] else {
                throw .gitAnswer(arguments: ["cat-file", root.text], said: "it is not here, or no commit")
            }
            before = object.tree
        }
        var now = site.tree
        var made: [(commit: GitReplay, tree: CommitID)] = []
        for commit in commits {
            switch try await tree(after: commit, was: before, now: now, site) {
            case .conflict(let paths, _):
                return .conflict(paths)
            case .clean(let text):
                guard let tree = CommitID(text) else { throw .gitAnswer(arguments: ["merge-tree"], said: text) }
                if tree != now || commit.tree == before { made.append((commit, tree)) }
                now = tree
            }
            before = commit.tree
        }
        // All of it is there: one commit says so, else nobody would know that it has landed.
        if made.isEmpty, let last = commits.last { made = [(last, now)] }
        return .all(made)
    }

    /// A commit's change (from `was`) on another tree. `merge-tree` takes the merge base from history, so it gets one: a
    /// commit with the other tree, made on the change's own parent.
    private func tree(
        after commit: GitReplay, was before: CommitID, now: CommitID, _ site: Site
    ) async throws(HostError) -> MergeOutcome {
        if before == now { return .clean(tree: commit.tree.text) }
        let standIn = try await git.commitTree(
            now.text, parents: commit.parents, message: "stand-in\n", author: committer(at: site.moment),
            committer: committer(at: site.moment))
        return try await git.mergeTree(standIn, commit.id)
    }

    private func write(
        _ made: [(commit: GitReplay, tree: CommitID)], _ site: Site
    ) async throws(HostError) -> LayerBuilt {
        var tip = site.base
        for (index, step) in made.enumerated() {
            let isLast = index == made.count - 1
            tip = try await git.commitTree(
                step.tree.text, parents: [tip],
                message: LandingMessage.replay(step.commit.message, of: site.request, isLast: isLast),
                author: step.commit.author.writable, committer: committer(at: site.moment))
        }
        return .built(tip: tip, tree: made.last?.tree ?? site.tree)
    }
}
