import Host
import Testing
import TownModel
import Wire

/// The files of beads and their repository, as a real store keeps them.
@Suite(.serialized) struct ExportTests {
    @Test(
        "sync commits what has changed and says what; gt down commits the rest; nothing is committed twice",
        .timeLimit(.minutes(3)))
    func sync() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("bead", "create", "One", "--rig", "hq")
            let first = try await facts(town)
            #expect(first.beads == ["hq": 1])
            let commit = try #require(first.commit)
            #expect(try await log(town).first == "\(commit) hq: 1 new")
            let again = try await facts(town)
            #expect(again.commit == nil)
            try await town.gt("bead", "create", "Two", "--rig", "hq")
            try await town.gt("down")
            let commits = try await log(town)
            #expect(commits.count == 2 && commits.first?.hasSuffix("hq: 1 new") == true)
            let text = try Files.readText("\(town.layout.beads)/hq.jsonl")
            #expect(text.split(separator: "\n").count == 2)
            let status = try await CommandRunner().run(
                CommandSpec(
                    program: "git", arguments: ["status", "--porcelain"], environment: town.environment,
                    directory: town.layout.beads, limit: .seconds(30)))
            #expect(status.outputText.isEmpty, "\(status.outputText)")
        }
    }

    private func facts(_ town: ProcessTown) async throws -> SyncFacts {
        try JSONText.decode(SyncFacts.self, from: Array(try await town.gt("bead", "sync", "--json").utf8))
    }

    /// The newest first: `<commit> <subject>`.
    private func log(_ town: ProcessTown) async throws -> [String] {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "git", arguments: ["log", "--format=%H %s"], environment: town.environment,
                directory: town.layout.beads, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.split(separator: "\n").map(String.init)
    }
}
