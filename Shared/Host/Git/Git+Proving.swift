package import TownModel

/// What a commit's own bytes say.
package struct CommitFacts: Hashable, Sendable {
    package var tree: String
    package var committerEmail: String
    /// The lines of its message's last paragraph: where trailers are.
    package var lastLines: [String]

    init?(bytes: ArraySlice<UInt8>) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let header = lines.prefix { !$0.isEmpty }
        guard let tree = header.first?.after("tree "),
            let committer = header.lazy.compactMap({ $0.after("committer ") }).first,
            let open = committer.lastIndex(of: "<"), let close = committer.lastIndex(of: ">"), open < close
        else { return nil }
        self.tree = tree
        committerEmail = String(committer[committer.index(after: open)..<close])
        let message = lines.dropFirst(header.count)
        lastLines = message.split(whereSeparator: \.isEmpty).last.map(Array.init) ?? []
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}

/// A piece of history, read once, for many questions of ancestry.
package struct GitHistory: Sendable {
    /// Descendants before their ancestors.
    private var places: [CommitID: Int] = [:]
    private var parents: [[Int]] = []

    /// nil: it is not about one of them.
    package func isAncestor(_ commit: CommitID, of descendant: CommitID) -> Bool? {
        guard let goal = places[commit], let start = places[descendant] else { return nil }
        return walk(from: start, to: goal).contains(goal)
    }

    /// All of this piece that a commit reaches.
    package func reach(of commit: CommitID) -> Set<CommitID> {
        guard let start = places[commit] else { return [] }
        let reached = walk(from: start, to: parents.count)
        return Set(places.lazy.filter { reached.contains($0.value) }.map(\.key))
    }

    /// What lies beyond `goal` in the order can't lead to it.
    private func walk(from start: Int, to goal: Int) -> Set<Int> {
        var seen: Set<Int> = start <= goal ? [start] : []
        var open = Array(seen)
        while let place = open.popLast() {
            for parent in parents[place] where parent <= goal && seen.insert(parent).inserted { open.append(parent) }
        }
        return seen
    }

    init(lines: [[CommitID]]) {
        for (place, line) in lines.enumerated() { places[line[0]] = place }
        parents = lines.map { $0.dropFirst().compactMap { places[$0] } }
    }
}

extension Git {
    /// What is wrong with the clone's objects and the connections between them, in git's words; empty: nothing. Reads
    /// every byte of every object. That old commits are badly written is no damage.
    package func damage() async throws(HostError) -> [String] {
        let result = try await run(
            Call(
                arguments: ["fsck", "--full", "--no-dangling", "--no-progress"], limit: HostLimits.gitRemote,
                accepts: Set(0...128)))
        let said = (result.outputText + "\n" + String(decoding: result.errors, as: UTF8.self))
            .split(separator: "\n").map(String.init)
        let remarks = ["notice:", "dangling ", "error in ", "warning in ", "warning:", "hint:"]
        let complaints = said.filter { line in !remarks.contains { line.hasPrefix($0) } }
        guard complaints.isEmpty, !result.ending.isSuccess, !said.contains(where: { $0.hasPrefix("error in ") }) else {
            return complaints
        }
        return ["git fsck ended with \(result.ending.status) and gave no reason"]
    }

    /// Those of these commits that are in the clone, by one call.
    package func facts(of commits: Set<CommitID>) async throws(HostError) -> [CommitID: CommitFacts] {
        guard !commits.isEmpty else { return [:] }
        let arguments = ["cat-file", "--batch"]
        let asked = commits.map(\.text).sorted().joined(separator: "\n") + "\n"
        let output = try await run(
            Call(arguments: arguments, input: Array(asked.utf8), outputBytesMax: HostLimits.historyBytesMax)
        ).output
        var rest = output[...]
        var found: [CommitID: CommitFacts] = [:]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").map(String.init)
            rest = rest[(end + 1)...]
            // "<id> missing", else "<id> <type> <size>", the bytes, and the end of a line.
            guard words.count == 3 else { continue }
            guard let id = CommitID(words[0]), let size = Int(words[2]), size < rest.count else {
                throw .gitAnswer(arguments: arguments, said: words.joined(separator: " "))
            }
            if words[1] == "commit" { found[id] = CommitFacts(bytes: rest.prefix(size)) }
            rest = rest.dropFirst(size + 1)
        }
        return found
    }

    /// All that these commits reach, down to `oldest` (nil: to the beginning), by one call.
    package func history(of commits: [CommitID], downTo oldest: CommitID?) async throws(HostError) -> GitHistory {
        guard !commits.isEmpty else { return GitHistory(lines: []) }
        let arguments =
            ["rev-list", "--topo-order", "--parents"] + commits.map(\.text)
            + (oldest.map { ["--not", "\($0)^@"] } ?? [])
        let result = try await run(Call(arguments: arguments, outputBytesMax: HostLimits.historyBytesMax))
        var lines: [[CommitID]] = []
        for line in result.output.split(separator: UInt8(ascii: "\n")) {
            let ids = line.split(separator: UInt8(ascii: " ")).map { CommitID(String(decoding: $0, as: UTF8.self)) }
            let known = ids.compactMap(\.self)
            guard known.count == ids.count, !known.isEmpty else {
                throw .gitAnswer(arguments: arguments, said: String(decoding: line, as: UTF8.self))
            }
            lines.append(known)
        }
        return GitHistory(lines: lines)
    }
}
