import TownModel

/// A rig's bare clone and, where it has one, its remote: commits with parents and files, refs, worktrees, trash.
struct SimRepository {
    let hasRemote: Bool
    /// The remote does not answer.
    var isAway = false
    private(set) var commits: [CommitID: SimCommit] = [:]
    private(set) var refs: [String: CommitID] = [:]
    private var remoteHead: CommitID?
    /// By path, relative to the town's directory.
    var worktrees: [String: SimWorktree] = [:]
    var trash: Set<String> = []
    /// Trees whose gates were green, or red without a cause; rooms that gates have run in.
    var greenTrees: Set<CommitID> = []
    var flakedTrees: Set<CommitID> = []
    var rooms: Set<String> = []
    /// Requests that did collide with the target.
    var inConflict: Set<BeadID> = []
    private var trees: [[String: String]: CommitID] = [:]
    private var made: UInt64

    static let main = "refs/heads/main"
    static let tracking = "refs/remotes/origin/main"
    static let landed = "refs/gt/landed/main"

    /// `number` tells the commits of two repositories apart.
    init(hasRemote: Bool, number: UInt64) {
        self.hasRemote = hasRemote
        made = number << 32
        let first = commit(SimCommit(parents: [], files: ["readme": "1"]))
        set(Self.main, to: first)
        if hasRemote {
            remoteHead = first
            set(Self.tracking, to: first)
        }
    }

    /// Where the target stands: the remote's word where there is a remote.
    var target: CommitID { (hasRemote ? remoteHead : refs[Self.main]) ?? Self.id(0) }

    mutating func moveTarget(to commit: CommitID) {
        if hasRemote { remoteHead = commit } else { set(Self.main, to: commit) }
    }

    mutating func commit(_ commit: SimCommit) -> CommitID {
        made += 1
        let id = Self.id(made)
        commits[id] = commit
        return id
    }

    /// The name of some content: the same for the same.
    mutating func tree(of files: [String: String]) -> CommitID {
        if let known = trees[files] { return known }
        made += 1
        let id = Self.id(made)
        trees[files] = id
        return id
    }

    mutating func tree(of commit: CommitID) -> CommitID { tree(of: commits[commit]?.files ?? [:]) }

    /// Its own work is broken, whatever it is merged with.
    func isFlawed(_ head: CommitID) -> Bool { commits[head]?.files["flaw"] != nil }

    mutating func set(_ ref: String, to commit: CommitID) { refs[ref] = commit }

    func refs(under prefix: String) -> [String] { refs.keys.filter { $0.hasPrefix(prefix + "/") } }

    /// A commit and all that lies before it.
    func history(of tip: CommitID) -> Set<CommitID> {
        var seen: Set<CommitID> = [tip]
        var waiting = [tip]
        while let next = waiting.popLast() {
            for parent in commits[next]?.parents ?? [] where seen.insert(parent).inserted { waiting.append(parent) }
        }
        return seen
    }

    /// It is in the target, as it is or as a landing of ours that names it.
    func hasBroughtIn(_ head: CommitID) -> Bool {
        history(of: target).contains { $0 == head || commits[$0]?.head == head }
    }

    /// All heads that landings of ours in the target name, or have as a parent.
    var landedHeads: Set<CommitID> {
        Set(
            history(of: target).flatMap { id -> [CommitID] in
                guard let commit = commits[id], commit.request != nil else { return [] }
                return commit.parents.dropFirst() + [commit.head].compactMap { $0 }
            })
    }

    mutating func remove(ref: String) { refs[ref] = nil }

    func isAncestor(_ commit: CommitID, of tip: CommitID) -> Bool { history(of: tip).contains(commit) }

    /// Whether a ref, or the target, keeps it; or what it became is in the target.
    func isKept(_ commit: CommitID) -> Bool {
        if refs.values.contains(commit) { return true }
        if (Set(refs.values).union([target])).contains(where: { isAncestor(commit, of: $0) }) { return true }
        return landedHeads.contains { isAncestor(commit, of: $0) }
    }

    private static func id(_ number: UInt64) -> CommitID {
        let digits = String(number, radix: 16)
        guard let id = CommitID(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("a number is 40 digits at most")
        }
        return id
    }
}

struct SimCommit {
    var parents: [CommitID]
    var files: [String: String]
    /// The trailers of a merge of ours.
    var request: BeadID?
    var bead: BeadID?
    /// The worker's head, where it is no parent.
    var head: CommitID?
}

struct SimWorktree {
    var number: Int64
    /// nil: it was only half made.
    var head: CommitID?
    var base: CommitID?
    /// Changes that nobody committed, as the commit that saving would make of them.
    var dirty: CommitID?
    /// Heads it has been at.
    var reflog: [CommitID] = []
}

extension SimRepository {
    enum Merge {
        case clean(files: [String: String])
        case conflict([String])
    }

    /// Three ways, file by file.
    func merge(_ head: CommitID, into base: CommitID) -> Merge {
        let behind = history(of: base)
        var common: CommitID? = head
        while let commit = common, !behind.contains(commit) { common = commits[commit]?.parents.first }
        return merge(head, since: common, into: base)
    }

    /// What a commit changed, on another one.
    private func merge(_ head: CommitID, since common: CommitID?, into base: CommitID) -> Merge {
        let ours = commits[base]?.files ?? [:]
        let theirs = commits[head]?.files ?? [:]
        let before = common.flatMap { commits[$0]?.files } ?? [:]
        var files = ours
        var conflicts: [String] = []
        for (name, text) in theirs where text != before[name] {
            if ours[name] != before[name], ours[name] != text { conflicts.append(name) }
            files[name] = text
        }
        return conflicts.isEmpty ? .clean(files: files) : .conflict(conflicts.sorted())
    }

    /// The own commits of a head, the oldest first; nil: there are merges among them.
    func ownCommits(of head: CommitID, on base: CommitID) -> [CommitID]? {
        let behind = history(of: base)
        var own: [CommitID] = []
        var next: CommitID? = head
        while let id = next, !behind.contains(id) {
            guard let commit = commits[id], commit.parents.count < 2 else { return nil }
            own.insert(id, at: 0)
            next = commit.parents.first
        }
        return own
    }

    /// Makes the commits of a request that is to land in some style, on `base`; gives the last of them. Whether it merges
    /// was asked before: `files` is what comes out.
    mutating func build(
        _ request: MergeRequest, style: MergeStyle, on base: CommitID, files: [String: String]
    ) -> CommitID {
        var below = base
        if style == .rebase, let own = ownCommits(of: request.head, on: base) {
            for id in own.dropLast() {
                guard case .clean(let files) = merge(id, since: commits[id]?.parents.first, into: below) else { break }
                below = commit(SimCommit(parents: [below], files: files))
            }
        }
        let isMerge = style == .merge
        return commit(
            SimCommit(
                parents: isMerge ? [below, request.head] : [below], files: files, request: request.id,
                bead: request.bead, head: isMerge ? nil : request.head))
    }

    /// The merge of a request that some history has already.
    func landing(of request: BeadID, in tip: CommitID) -> CommitID? {
        history(of: tip).filter { commits[$0]?.request == request }.min()
    }
}
