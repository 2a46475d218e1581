import Host
import RefineryCore
import TownModel

/// What came of putting one request on a commit.
enum LayerBuilt: Hashable, Sendable {
    case built(tip: CommitID, tree: CommitID)
    case conflict(files: [String])
    /// It can't be merged as it is, wherever the target stands.
    case unusable(reason: String)
    /// It is in there already: as this commit, on that one.
    case contained(tip: CommitID, base: CommitID)
}

// One request's work on any commit: the target's, or another layer's. The same inputs give the same commits.
extension TargetGit {
    func layer(_ request: MergeRequest, on ground: Ground) async throws(HostError) -> LayerBuilt {
        guard let work = ground.named[request.head] else {
            return .unusable(reason: "its head \(request.head.short) is not in the repository")
        }
        let start = ground.named[request.base] == nil ? nil : request.base
        if let proof = try await landed(request, in: ground.base, since: start) { return proof }
        let site = Site(request: request, base: ground.base, tree: ground.tree, moment: ground.moment)
        if ground.style == .rebase, let replayed = try await replay(site) { return replayed }
        return try await merge(work, ground.style, on: site)
    }

    /// What requests are built on, one or several.
    struct Ground {
        var base: CommitID
        /// Of the base.
        var tree: CommitID
        let style: MergeStyle
        let moment: Timestamp
        /// Of the commits that the requests name, those that are here.
        let named: [CommitID: GitCommitObject]
    }

    /// All that is to be known of commits before these are built, in one process.
    func ground(
        _ base: CommitID, for requests: [MergeRequest], _ style: MergeStyle, at moment: Timestamp
    ) async throws(HostError) -> Ground {
        let ids = [base] + requests.flatMap { [$0.head, $0.base] }
        let found = try await git.commitObjects(ids)
        guard let object = found[0] else {
            throw .gitAnswer(arguments: ["cat-file", base.text], said: "it is not here, or no commit")
        }
        var named: [CommitID: GitCommitObject] = [:]
        for (id, object) in zip(ids, found) { named[id] = object }
        return Ground(base: base, tree: object.tree, style: style, moment: moment, named: named)
    }

    /// What a layer is built of and on.
    struct Site {
        var request: MergeRequest
        var base: CommitID
        /// Of the base.
        var tree: CommitID
        var moment: Timestamp
    }

    /// Landed before, whatever the ledger says: a commit of ours with its trailer is in the target's history.
    private func landed(
        _ request: MergeRequest, in target: CommitID, since start: CommitID?
    ) async throws(HostError) -> LayerBuilt? {
        // Nothing has come in since the work was begun.
        guard start != target else { return nil }
        let candidates = try await git.log(
            start.map { "\($0)..\(target)" } ?? target.text, mentioning: "\(LandingMark.request): \(request.id)",
            limit: HandsLimits.trailerCommitsMax)
        // A worker's own message may quote a trailer: only a commit of ours counts.
        let ours = candidates.first { commit in
            commit.committer.email == LandingMark.committer
                && commit.trailers.contains(GitTrailer(key: LandingMark.request, value: request.id.text))
        }
        guard let ours, let base = ours.parents.first else { return nil }
        return .contained(tip: ours.id, base: base)
    }

    /// All of it in one commit: with the work as its second parent, or squashed.
    private func merge(
        _ work: GitCommitObject, _ style: MergeStyle, on site: Site
    ) async throws(HostError) -> LayerBuilt {
        let request = site.request
        let outcome: MergeOutcome
        do throws(HostError) {
            outcome = try await git.mergeTree(site.base, request.head)
        } catch {
            guard try await git.mergeBase(site.base, request.head) == nil else { throw error }
            return Self.strange(request)
        }
        switch outcome {
        case .conflict(let paths, _):
            return .conflict(files: paths)
        case .clean(let text):
            guard let tree = CommitID(text) else { throw .gitAnswer(arguments: ["merge-tree"], said: text) }
            // Nothing of it is new: then it may be there itself.
            if tree == site.tree, try await git.isAncestor(request.head, of: site.base) {
                return .contained(tip: request.head, base: request.base)
            }
            if let fault = try await fault(of: tree, on: site) { return fault }
            var author = work.author
            if author == nil { author = try await git.log(request.head.text, limit: 1).first?.author }
            guard let author else { throw .gitAnswer(arguments: ["log", request.head.text], said: "nothing") }
            let isMerge = style == .merge
            let tip = try await git.commitTree(
                text, parents: isMerge ? [site.base, request.head] : [site.base],
                message: isMerge ? LandingMessage.merge(request) : LandingMessage.squash(request),
                author: author.writable, committer: committer(at: site.moment))
            return .built(tip: tip, tree: tree)
        }
    }

    /// What nobody could be given afterwards does not land.
    func fault(of tree: CommitID, on site: Site) async throws(HostError) -> LayerBuilt? {
        let parts = try await git.unsupportedParts(of: tree, beyond: site.tree)
        guard !parts.isEmpty else { return nil }
        let shown = parts.prefix(Limits.conflictFilesMax).map(SafeText.line).joined(separator: ", ")
        return .unusable(
            reason: "it brings in \(shown), which this version can't give to workers and gates: take it out")
    }

    static func strange(_ request: MergeRequest) -> LayerBuilt {
        .unusable(reason: "its head \(request.head.short) has no history in common with \(request.target)")
    }

    func committer(at moment: Timestamp) -> GitPerson {
        GitPerson(
            name: "Gas Town Refinery", email: LandingMark.committer, date: "@\(moment.milliseconds / 1000) +0000")
    }
}

extension GitPerson {
    /// As git takes it for a new commit: it refuses a name of nothing but signs, and reads a small number as a date of
    /// another kind.
    var writable: GitPerson {
        var person = self
        if !name.unicodeScalars.contains(where: \.properties.isAlphabetic) { person.name = "Unknown (\(name))" }
        if let date, !date.hasPrefix("@") { person.date = "@\(date)" }
        return person
    }
}
