package import TownModel

// What a town can't work with yet: told before anything is made of it, and not landed silently.
extension Git {
    /// What a repository on this machine lacks to be worked from: a whole history, all its objects, ids of the usual kind.
    /// In words, each with "it is …". Sees the caller's configuration, which may say whose directories are trusted.
    package static func unfitness(of directory: String) async throws(HostError) -> [String] {
        let git = Git(repository: directory)
        let arguments = ["rev-parse", "--is-shallow-repository", "--show-object-format"]
        let shown = try await git.run(Call(arguments: arguments, usesCredentials: true)).outputText
            .split(separator: "\n").map(String.init)
        guard shown.count == 2 else { throw .gitAnswer(arguments: arguments, said: shown.joined(separator: " ")) }
        var found: [String] = []
        if shown[0] == "true" { found.append("it is a shallow clone, whose history is cut off") }
        if shown[1] != "sha1" { found.append("its ids are of the kind \(shown[1]), not sha1") }
        let promisors = try await git.run(
            Call(
                arguments: ["config", "--get-regexp", #"^remote\..*\.promisor$"#], usesCredentials: true,
                accepts: [0, 1]))
        if promisors.outputText.split(separator: "\n").contains(where: { !$0.hasSuffix(" false") }) {
            found.append("it is a partial clone, which has only some of its objects")
        }
        return found
    }

    /// What a commit's tree needs that a town can't give it yet: submodules, files kept in LFS.
    package func unsupportedParts(of commit: CommitID) async throws(HostError) -> [String] {
        var call = Call(arguments: ["ls-tree", "-r", "-z", commit.text])
        call.outputBytesMax = HostLimits.treeBytesMax
        let entries = try await run(call).output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        var found = entries.filter { $0.hasPrefix("160000 ") }
            .map { "the submodule \($0.drop { $0 != "\t" }.dropFirst())" }
        let attributes = try await run(
            Call(
                arguments: [
                    "grep", "-I", "--name-only", "-e", Self.lfsLine, commit.text, "--", ".gitattributes",
                    ":(glob)**/.gitattributes",
                ], accepts: [0, 1]))
        found += attributes.outputText.split(separator: "\n")
            .map { "files kept in Git LFS (\($0.drop { $0 != ":" }.dropFirst()))" }
        return found
    }

    /// The same, of what one tree brings in beyond another.
    package func unsupportedParts(of tree: CommitID, beyond base: CommitID) async throws(HostError) -> [String] {
        guard tree != base else { return [] }
        let arguments = [
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--diff-filter=AMT", base.text, tree.text,
        ]
        var call = Call(arguments: arguments)
        call.outputBytesMax = HostLimits.treeBytesMax
        // :<old mode> SP <new mode> SP <old id> SP <new id> SP <letter> NUL <path> NUL
        let fields = try await run(call).output.split(separator: 0)
        var found: [String] = []
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            let facts = String(decoding: fields[index], as: UTF8.self).split(separator: " ").map(String.init)
            guard facts.count == 5 else {
                throw .gitAnswer(arguments: arguments, said: facts.joined(separator: " "))
            }
            let path = String(decoding: fields[index + 1], as: UTF8.self)
            if facts[1] == "160000" { found.append("the submodule \(path)") }
            guard path == ".gitattributes" || path.hasSuffix("/.gitattributes"), try await namesLFS(facts[3]) else {
                continue
            }
            found.append("files kept in Git LFS (\(path))")
        }
        return found
    }

    private func namesLFS(_ blob: String) async throws(HostError) -> Bool {
        var call = Call(arguments: ["cat-file", "blob", blob])
        call.outputBytesMax = HostLimits.treeBytesMax
        return try await run(call).outputText.split(separator: "\n").contains {
            !$0.hasPrefix("#") && $0.contains("filter=lfs")
        }
    }

    /// As `grep` takes it: no comment.
    private static let lfsLine = "^[^#].*filter=lfs"
}
