import Host
import Testing

/// `gt bead merge-driver`, called by git as git calls it.
@Suite struct MergeDriverTests {
    /// Two branches from one file, merged; what git says, then the file.
    private static let script = """
        set -e
        git init -q -b main .
        git config user.name Ada; git config user.email ada@example.org
        git config merge.beads.driver "$GT bead merge-driver %O %A %B"
        echo '*.jsonl merge=beads' > .gitattributes
        printf '%s' "$BASE" > beads.jsonl; git add .; git commit -qm base
        git checkout -qb theirs; printf '%s' "$THEIRS" > beads.jsonl; git commit -qam theirs
        git checkout -q main; printf '%s' "$OURS" > beads.jsonl; git commit -qam ours
        git merge -q theirs >&2 && echo merged || echo left
        cat beads.jsonl
        """

    private func merge(_ base: String, _ ours: String, _ theirs: String) async throws -> CommandResult {
        let folder = try #require(HostEnvironment.programDirectory)
        let place = "/tmp/gt-merge-\(UInt64.random(in: 0 ... .max))"
        try Files.makePrivateDirectory(place)
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", Self.script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": place, "GT": "\(folder)/gt", "BASE": base, "OURS": ours,
                    "THEIRS": theirs,
                ], directory: place, limit: .seconds(30)))
        try Files.removeTree(place)
        return result
    }

    @Test("git merges what it could not merge by lines, and hears of each choice")
    func byGit() async throws {
        let result = try await merge(
            "{\"id\":\"a\",\"title\":\"T\",\"notes\":\"n\",\"updated_at\":\"2026-01-01T00:00:00Z\"}\n",
            "{\"id\":\"a\",\"title\":\"Ours\",\"notes\":\"n\",\"updated_at\":\"2026-01-01T00:00:02Z\"}\n",
            "{\"id\":\"a\",\"title\":\"Theirs\",\"notes\":\"m\",\"updated_at\":\"2026-01-01T00:00:01Z\"}\n{\"id\":\"b\"}\n"
        )
        #expect(
            result.outputText == """
                merged
                {"id":"a","title":"Ours","notes":"m","updated_at":"2026-01-01T00:00:02Z"}
                {"id":"b"}

                """, "\(result.errorTail)")
        #expect(result.errorTail.contains("both sides changed title") && result.errorTail.contains("Theirs"))
    }

    @Test("two beads with one id, and lines that can't be read, are left to a person")
    func leftToAPerson() async throws {
        let one = "{\"id\":\"a\",\"title\":\"One\",\"created_at\":\"2026-01-01T00:00:00Z\"}\n"
        let two = "{\"id\":\"a\",\"title\":\"Two\",\"created_at\":\"2026-01-02T00:00:00Z\"}\n"
        let collision = try await merge("{\"id\":\"x\"}\n", "{\"id\":\"x\"}\n\(one)", "{\"id\":\"x\"}\n\(two)")
        #expect(collision.outputText.hasPrefix("left\n"))
        #expect(collision.errorTail.contains("two different beads are called a") && collision.errorTail.contains("One"))
        let broken = try await merge(one, one + "{\"id\":\n", two)
        #expect(broken.outputText == "left\n\(one){\"id\":\n", "nothing was written")
        #expect(broken.errorTail.contains("line 2"))
    }
}
