package import TownModel

extension Git {
    /// Commits that one commit reaches and another does not, newest first; without another, the one commit.
    package func commits(of commit: CommitID, beyond base: CommitID?, limit: Int) async throws(HostError) -> [GitCommit]
    {
        guard let base else { return try await log(commit.text, limit: 1) }
        return try await log("\(base)..\(commit)", limit: limit)
    }

    /// How many commits one reaches and the other does not.
    package func count(of commit: CommitID, beyond base: CommitID) async throws(HostError) -> Int {
        let arguments = ["rev-list", "--count", "\(base)..\(commit)"]
        let said = try await line(arguments)
        guard let count = Int(said) else { throw .gitAnswer(arguments: arguments, said: said) }
        return count
    }

    /// What differs between two commits, as git's diffstat for people.
    package func diffStat(from base: CommitID, to commit: CommitID) async throws(HostError) -> String {
        try await run(
            Call(
                arguments: [
                    "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--stat=100", base.text, commit.text,
                ])
        ).outputText
    }

    /// What a repository's configuration says under a name, as the caller sees it, paths with `~/` filled in; nil when it
    /// says nothing.
    package static func setting(_ name: String, in directory: String) async throws(HostError) -> String? {
        let result = try await Git(repository: directory).run(
            Call(arguments: ["config", "--type=path", "--get", name], usesCredentials: true, accepts: [0, 1]))
        return result.ending.isSuccess ? result.outputText.trimmed : nil
    }
}
