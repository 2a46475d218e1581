package import TownModel

/// What git sees in a worktree: where it is, and what is not committed.
package struct GitStatus: Hashable, Sendable {
    /// nil before the first commit.
    package var head: CommitID?
    /// nil when detached.
    package var branch: String?
    package var entries: [GitStatusEntry]

    package var isClean: Bool { entries.isEmpty }
}

package struct GitStatusEntry: Hashable, Sendable {
    /// The two letters of porcelain v2: index, worktree (`??` for untracked, `uu` style letters when unmerged).
    package var state: String
    package var path: String

    package init(state: String, path: String) {
        self.state = state
        self.path = path
    }

    package var isUntracked: Bool { state == "??" }
}

extension Git {
    /// The state of a worktree, untracked files included, ignored ones not.
    package func status(of worktree: String) async throws(HostError) -> GitStatus {
        let arguments = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames"]
        let result = try await run(Call(arguments: arguments, directory: worktree))
        var status = GitStatus(head: nil, branch: nil, entries: [])
        for field in result.output.split(separator: 0).map({ String(decoding: $0, as: UTF8.self) }) {
            guard Self.add(field, to: &status) else { throw .gitAnswer(arguments: arguments, said: field) }
        }
        return status
    }

    /// False when the line is none of porcelain v2.
    static func add(_ field: String, to status: inout GitStatus) -> Bool {
        let parts = field.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return false }
        switch parts[0] {
        case "#":
            let header = parts[1].split(separator: " ", maxSplits: 1).map(String.init)
            guard header.count == 2 else { return true }
            if header[0] == "branch.oid" { status.head = CommitID(header[1]) }
            if header[0] == "branch.head", header[1] != "(detached)" { status.branch = header[1] }
        case "?":
            status.entries.append(GitStatusEntry(state: "??", path: parts[1]))
        case "1":
            // XY sub mH mI mW hH hI path
            let fields = parts[1].split(separator: " ", maxSplits: 7).map(String.init)
            guard fields.count == 8 else { return false }
            status.entries.append(GitStatusEntry(state: fields[0], path: fields[7]))
        case "u":
            // XY sub m1 m2 m3 mW h1 h2 h3 path
            let fields = parts[1].split(separator: " ", maxSplits: 9).map(String.init)
            guard fields.count == 10 else { return false }
            status.entries.append(GitStatusEntry(state: fields[0], path: fields[9]))
        default:
            return false
        }
        return true
    }
}
