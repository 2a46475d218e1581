import Host
import Testing
import TownModel
import Wire

/// A convoy formula in a town of real processes: legs side by side, then one who reads what they found.
@Suite(.serialized) struct ConvoyFormulaTests {
    /// Stands for a reader: it writes where its bead says, and the last of them reads what the others have written.
    private static func program(_ home: String) -> String {
        """
        #!/bin/sh
        set -e
        export GIT_AUTHOR_NAME=Reader GIT_AUTHOR_EMAIL=r@localhost GIT_COMMITTER_NAME=Reader \
            GIT_COMMITTER_EMAIL=r@localhost
        gt prime > \(home)/prime.$$
        path=$(grep -o '\\.reviews/[A-Za-z0-9._/-]*\\.md' \(home)/prime.$$ | head -1)
        mkdir -p "$(dirname "$path")"
        case "$path" in
        */review.md) cat "$(dirname "$path")"/*.md > \(home)/all; mv \(home)/all "$path" ;;
        *) echo "found by $(basename "$path" .md)" > "$path" ;;
        esac
        git add -A; git commit -qm 'What was found'
        gt done
        """
    }

    @Test("the code review that comes with the program: four read, one sums up, nothing lands", .timeLimit(.minutes(3)))
    func review() async throws {
        try await ProcessTown.with { town in
            let remote = try await town.makeRemote()
            try Files.makeDirectory("\(town.home)/bin")
            try Files.writeAtomically(Self.program(town.home), to: "\(town.home)/bin/reader", mode: 0o755)
            try Files.writeAtomically(
                "[reader]\ncommand = [\"reader\"]\nprompt = \"argument\"\n", to: town.layout.agentsFile, mode: 0o644)
            let path = "\(town.home)/bin:\(town.programs):\(HostEnvironment.path)"
            try #require(try await town.run(["up"], environment: ["PATH": path]).ending == .exited(0))
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("config", "set", "polecats_max", "4", "--rig", "web")
            let before = try await town.git(remote, "rev-parse", "main")
            let result = try await town.run([
                "sling", "code-review", "web", "--var", "branch=main", "--preset", "gate", "--agent", "reader",
                "--json",
            ])
            try #require(result.ending == .exited(0), "\(result.errorTail)")
            let reply = try JSONText.decode(SlingReply.self, from: result.output)
            let root = try #require(reply.molecule)
            #expect(reply.slung.count == 5)
            try await town.waitUntilClosed(reply.slung.map(\.bead.text) + [root.text])
            let out = "\(town.home)/out"
            let told = try await town.gt("mol", "files", root.text, "--out", out)
            let review = try #require(
                told.split(separator: "\n").last { $0.hasPrefix("wrote ") && $0.hasSuffix("/review.md") })
            let text = try Files.readText("\(out)/\(review.dropFirst("wrote ".count))")
            let found = Set(text.split(separator: "\n").map(String.init))
            #expect(found == Set(["correctness", "security", "tests", "wiring"].map { "found by \($0)" }))
            #expect(try await town.git(remote, "rev-parse", "main") == before, "what only looks lands nothing")
        }
    }
}
