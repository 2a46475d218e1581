package import TownModel

/// A commit as its object says it.
package struct GitCommitObject: Hashable, Sendable {
    package var tree: CommitID
    package var parents: [CommitID]
    /// nil: not written in UTF-8, so only `log` can tell.
    package var author: GitPerson?
}

/// A commit that is to be made again on another one.
package struct GitReplay: Hashable, Sendable {
    package var id: CommitID
    package var tree: CommitID
    package var parents: [CommitID]
    package var author: GitPerson
    /// All of it, in UTF-8.
    package var message: String
}

extension Git {
    /// Commits by their ids, all in one process; nil for what is not here or no commit.
    package func commitObjects(_ ids: [CommitID]) async throws(HostError) -> [GitCommitObject?] {
        let arguments = ["cat-file", "--batch"]
        let input = Array((ids.map(\.text).joined(separator: "\n") + "\n").utf8)
        let output = try await run(Call(arguments: arguments, input: input)).output
        var found: [GitCommitObject?] = []
        var rest = output[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            // <id> SP <type> SP <size> NEWLINE <bytes> NEWLINE, or <id> SP missing NEWLINE.
            let head = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[rest.index(after: end)...]
            guard head.count == 3, let size = Int(head[2]), size < rest.count else {
                found.append(nil)
                continue
            }
            found.append(head[1] == "commit" ? Self.commitObject(rest.prefix(size)) : nil)
            rest = rest.dropFirst(size + 1)
        }
        guard found.count == ids.count else {
            throw .gitAnswer(arguments: arguments, said: "\(found.count) answers to \(ids.count) questions")
        }
        return found
    }

    private static func commitObject(_ bytes: ArraySlice<UInt8>) -> GitCommitObject? {
        var tree: CommitID?
        var parents: [CommitID] = []
        var author: GitPerson?
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            // What is not UTF-8 is no line of those that are looked for, but perhaps the author's.
            guard let text = String(validating: line, as: UTF8.self) else { continue }
            let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "tree": tree = CommitID(parts[1])
            case "parent": CommitID(parts[1]).map { parents.append($0) }
            case "author": author = person(parts[1])
            case "encoding": author = nil
            default: break
            }
        }
        return tree.map { GitCommitObject(tree: $0, parents: parents, author: author) }
    }

    /// `Name <address> seconds offset`.
    private static func person(_ text: String) -> GitPerson? {
        guard let open = text.firstIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close else { return nil }
        return GitPerson(
            name: String(text[..<open]).trimmed, email: String(text[text.index(after: open)..<close]),
            date: String(text[text.index(after: close)...]).trimmed)
    }

    /// What a head has and a base has not, oldest first; at most `limit`, the newest.
    package func replays(
        from base: CommitID, to head: CommitID, limit: Int
    ) async throws(HostError) -> [GitReplay] {
        let arguments = [
            "log", "-z", "--no-color", "--no-show-signature", "--date=raw", "--topo-order",
            "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%ad%x00%B%x00", "--max-count=\(limit)", "--end-of-options",
            "\(base)..\(head)",
        ]
        let result = try await run(Call(arguments: arguments))
        let fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var found: [GitReplay] = []
        // Seven fields and an empty one (the NUL between commits) each.
        for start in stride(from: 0, to: fields.count - 7, by: 8) {
            let field = Array(fields[start..<start + 7])
            let parents = field[2].split(separator: " ").compactMap { CommitID(String($0)) }
            guard let id = CommitID(field[0]), let tree = CommitID(field[1]) else {
                throw .gitAnswer(arguments: arguments, said: field.joined(separator: "|"))
            }
            found.append(
                GitReplay(
                    id: id, tree: tree, parents: parents,
                    author: GitPerson(name: field[3], email: field[4], date: field[5]), message: field[6]))
        }
        return found.reversed()
    }
}
