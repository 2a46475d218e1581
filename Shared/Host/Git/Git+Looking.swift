package import TownModel

extension Git {
    /// Commits that one commit reaches and another does not, newest first; without another, the one commit.
    package func commits(of commit: CommitID, beyond base: CommitID?, limit: Int) async throws(HostError) -> [GitCommit]
    {
        guard let base else { return try await log(commit.text, limit: 1) }
        return try await log("\(base)..\(commit)", limit: limit)
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
}
