package import TownModel

/// Who a commit is by.
package struct GitPerson: Hashable, Sendable {
    package var name: String
    package var email: String
    /// As git takes it: `<seconds> <offset>`; nil: now.
    package var date: String?

    package init(name: String, email: String, date: String? = nil) {
        self.name = name
        self.email = email
        self.date = date
    }

    /// Commits that the town itself makes.
    package static let town = GitPerson(name: "Gas Town", email: "gastown@localhost")
}

/// A commit as `log` shows it.
package struct GitCommit: Hashable, Sendable {
    package var id: CommitID
    package var tree: String
    package var parents: [CommitID]
    package var author: GitPerson
    package var committer: GitPerson
    package var subject: String
    /// The trailers of its message, in order: (`Gt-Bead`, `gt-abc`) …
    package var trailers: [GitTrailer]
}

package struct GitTrailer: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// What merging two commits gives, computed without a checkout.
package enum MergeOutcome: Hashable, Sendable {
    /// The tree of the merge.
    case clean(tree: String)
    /// The paths that conflict, and what git says about them.
    case conflict(paths: [String], said: String)
}

extension Git {
    /// nil when they have no common ancestor.
    package func mergeBase(_ left: CommitID, _ right: CommitID) async throws(HostError) -> CommitID? {
        let arguments = ["merge-base", left.text, right.text]
        let result = try await run(Call(arguments: arguments, accepts: [0, 1]))
        return try commits(in: result, arguments).first
    }

    /// Whether one commit is another or one of its ancestors.
    package func isAncestor(_ commit: CommitID, of descendant: CommitID) async throws(HostError) -> Bool {
        try await run(
            Call(arguments: ["merge-base", "--is-ancestor", commit.text, descendant.text], accepts: [0, 1])
        ).ending.isSuccess
    }

    package func tree(of commit: CommitID) async throws(HostError) -> String {
        try await line(["rev-parse", "--verify", "\(commit.text)^{tree}"])
    }

    /// Merges in memory: objects are written, no ref and no file moves.
    package func mergeTree(_ ours: CommitID, _ theirs: CommitID) async throws(HostError) -> MergeOutcome {
        // Whatever a version of git does about attributes in a bare clone: no driver that somebody has set up is run.
        let arguments = [
            "-c", "attr.tree=\(Self.emptyTree(as: ours))", "merge-tree", "--write-tree", "-z", "--name-only",
            "--messages", ours.text, theirs.text,
        ]
        let result = try await run(Call(arguments: arguments, accepts: [0, 1]))
        // Tree NUL, conflicted paths each NUL, an empty one, then messages: count NUL, paths, type NUL, text NUL.
        let fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard let tree = fields.first, CommitID(tree) != nil else {
            throw .gitAnswer(arguments: arguments, said: result.outputText)
        }
        if result.ending.isSuccess { return .clean(tree: tree) }
        let paths = Array(fields.dropFirst().prefix { !$0.isEmpty })
        let said = fields.filter { $0.hasPrefix("CONFLICT") }.map(\.trimmed)
        return .conflict(paths: paths, said: said.joined(separator: "\n"))
    }

    /// The tree without entries, which every repository knows, in the hash that a commit has.
    private static func emptyTree(as commit: CommitID) -> String {
        commit.text.utf8.count == 40
            ? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
            : "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
    }

    /// Writes a commit object; no ref points at it yet.
    package func commitTree(
        _ tree: String, parents: [CommitID], message: String, author: GitPerson, committer: GitPerson = .town
    ) async throws(HostError) -> CommitID {
        let arguments = ["commit-tree", tree] + parents.flatMap { ["-p", $0.text] } + ["-F", "-"]
        var environment = [
            "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_COMMITTER_NAME": committer.name,
            "GIT_COMMITTER_EMAIL": committer.email,
        ]
        environment["GIT_AUTHOR_DATE"] = author.date
        environment["GIT_COMMITTER_DATE"] = committer.date
        let result = try await run(
            Call(arguments: arguments, input: Array(message.utf8), environment: environment))
        guard let commit = CommitID(result.outputText.trimmed) else {
            throw .gitAnswer(arguments: arguments, said: result.outputText)
        }
        return commit
    }

    /// Commits that a range (`base..head`, one revision) reaches, newest first, at most `limit`; with `mentioning`
    /// only those whose message holds this text, letter by letter.
    package func log(
        _ range: String, mentioning text: String? = nil, limit: Int
    ) async throws(HostError) -> [GitCommit] {
        let format =
            "%H%x00%T%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%s%x00"
            + "%(trailers:only,unfold,separator=%x01)%x00"
        let filter = text.map { ["--fixed-strings", "--grep=\($0)"] } ?? []
        let arguments =
            [
                "log", "-z", "--no-color", "--no-show-signature", "--date=raw", "--format=\(format)",
                "--max-count=\(limit)",
            ] + filter + ["--end-of-options", range]
        let result = try await run(Call(arguments: arguments))
        let fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var commits: [GitCommit] = []
        // Eleven fields and an empty one (the NUL between commits) each.
        for start in stride(from: 0, to: fields.count - 11, by: 12) {
            guard let commit = Self.commit(fields: fields[start..<start + 11]) else {
                throw .gitAnswer(arguments: arguments, said: fields[start..<start + 11].joined(separator: "|"))
            }
            commits.append(commit)
        }
        return commits
    }

    private static func commit(fields: ArraySlice<String>) -> GitCommit? {
        let field = Array(fields)
        let parents = field[2].split(separator: " ").map { CommitID(String($0)) }
        guard let id = CommitID(field[0]), !parents.contains(nil) else { return nil }
        let trailers = field[10].split(separator: "\u{1}").compactMap { line -> GitTrailer? in
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            return parts.count == 2 ? GitTrailer(key: parts[0], value: parts[1]) : nil
        }
        return GitCommit(
            id: id, tree: field[1], parents: parents.compactMap(\.self),
            author: GitPerson(name: field[3], email: field[4], date: field[5]),
            committer: GitPerson(name: field[6], email: field[7], date: field[8]), subject: field[9],
            trailers: trailers)
    }

    /// Of these commits, those that no ref reaches whose name is, or begins with, one of these paths.
    package func unreachable(_ commits: [CommitID], from refs: [String]) async throws(HostError) -> [CommitID] {
        guard !commits.isEmpty else { return [] }
        var lines = commits.map(\.text)
        for path in refs { lines += try await self.refs(under: path).map { "^\($0.commit)" } }
        let arguments = ["rev-list", "--stdin"]
        let result = try await run(
            Call(arguments: arguments, input: Array((lines.joined(separator: "\n") + "\n").utf8)))
        let missing = Set(try self.commits(in: result, arguments))
        return commits.filter(missing.contains)
    }

    /// Of these commits, those that no other of them reaches.
    package func independent(_ commits: [CommitID]) async throws(HostError) -> [CommitID] {
        guard commits.count > 1 else { return commits }
        let arguments = ["merge-base", "--independent"] + commits.map(\.text)
        return try self.commits(in: try await run(Call(arguments: arguments)), arguments)
    }
}
