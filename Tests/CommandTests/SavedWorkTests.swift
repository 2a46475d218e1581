import Host
import Testing
import TownModel

/// `gt peek` and `gt rescue`, in a town whose store is away: they read files, panes and git.
@Suite struct SavedWorkTests {
    @Test("what is kept of an ended session is shown, harmless for a terminal")
    func peek() async throws {
        let town = try TestTown()
        let session = try Self.session(in: town, number: 7, "nux", "web-a1")
        try Files.writeAtomically(
            #"{"bootID":"of another boot","host":"here","pid":1,"startTicks":1}"#, to: session.startedFile)
        try Files.writeAtomically("one\ntwo\r\n\u{1B}[31mthree\u{202E}\n", to: session.outputFile)
        let unrecorded = try await town.gt(["peek", "web/nux"])
        #expect(
            unrecorded.outputText == """
                web/polecats/nux on web-a1, ended (nobody recorded how): what is kept of it
                one
                two
                ␛[31mthree\u{FFFD}

                """)
        try Files.writeAtomically("143\n", to: session.exitFile)
        let last = try await town.gt(["peek", "web-a1", "--lines", "1", "--json"])
        #expect(
            last.outputText == #"{"agent":"web/polecats/nux","bead":"web-a1","exitStatus":143,"incarnation":"s7","#
                + #""isScreen":false,"lines":["\u001b[31mthree"# + "\u{202E}" + #""],"state":"ended"}"# + "\n")
    }

    @Test("of an unknown agent the known ones are named, and of nobody it is said")
    func peekUnknown() async throws {
        let town = try TestTown()
        let nobody = try await town.gt(["peek", "nux"])
        #expect(nobody.ending == .exited(1))
        #expect(nobody.errorTail.contains("no agent has worked in this town yet"))
        _ = try Self.session(in: town, number: 7, "nux", "web-a1")
        let unknown = try await town.gt(["peek", "web/nix"])
        #expect(unknown.ending == .exited(1))
        #expect(unknown.errorTail.contains("web/polecats/nux"))
        #expect(
            try await town.gt(["peek", "nux"]).outputText
                == "web/polecats/nux on web-a1, not started; it has written nothing\n")
    }

    @Test("saved work is listed, shown and restored, and nothing that exists is touched")
    func rescue() async throws {
        let town = try TestTown()
        let layout = TownLayout(root: town.root)
        let work = "\(town.root)/work"
        let web = try #require(RigName("web"))
        try Files.makeDirectory(layout.rig(web))
        let base = try await Self.shell(
            """
            git init -q -b main '\(work)'; cd '\(work)'; echo one > a; git add a; git commit -qm First
            git clone -q --bare . '\(layout.repository(web))'; git rev-parse HEAD
            """, in: town)
        _ = try Self.session(in: town, number: 7, "nux", "web-a1", base: CommitID(base))
        let saved = try await Self.shell(
            """
            cd '\(work)'; echo two > a; git commit -qam 'Half of it'; head=$(git rev-parse HEAD)
            echo three > b; git add b; git commit -qm 'Files of it'; files=$(git rev-parse HEAD)
            git push -q '\(layout.repository(web))' $head:refs/gt/rescue/web-a1/7/head-$head \
                $files:refs/gt/rescue/web-a1/7/files-$files
            echo $files
            """, in: town)
        try Files.makeDirectory("\(layout.trash(web))/7-nux")

        #expect(try await town.gt(["rescue", "list", "tool"]).outputText == "nothing is saved\n")
        let list = try await town.gt(["rescue", "list"]).outputText
        #expect(list.hasPrefix("web-a1/7  web/polecats/nux  files, head"), "\(list)")
        #expect(list.contains("worktree in the trash"))

        let shown = try await town.gt(["rescue", "show", "web-a1"]).outputText
        #expect(shown.contains("Half of it"))
        #expect(shown.contains("Files of it"))
        #expect(!shown.contains("First"))
        #expect(shown.contains("2 files changed"))

        let restored = try await town.gt(["rescue", "restore", "web-a1"])
        #expect(restored.ending == .exited(0), "\(restored.errorTail)")
        #expect(try Files.readText("\(town.root)/web-a1-7/b") == "three\n")
        try Files.writeAtomically("mine\n", to: "\(town.root)/web-a1-7/b", mode: 0o644)
        let again = try await town.gt(["rescue", "restore", "web-a1/7"])
        #expect(again.ending == .exited(1))
        #expect(again.errorTail.contains("exists already"))
        #expect(try Files.readText("\(town.root)/web-a1-7/b") == "mine\n")

        let branch = try await town.gt(["rescue", "restore", "web-a1/7", "--branch", "again", "--json"])
        #expect(branch.ending == .exited(0), "\(branch.errorTail)")
        let git = Git(repository: layout.repository(web))
        #expect(try await git.commit("refs/heads/again")?.text == saved)
        for name in ["again", "main"] {
            #expect(try await town.gt(["rescue", "restore", "web-a1", "--branch", name]).ending == .exited(1))
        }
        #expect(try await git.commit("refs/heads/main")?.text == base)
        let nothing = try await town.gt(["rescue", "show", "web-a2"])
        #expect(nothing.ending == .exited(1))
        #expect(nothing.errorTail.contains("something is saved of web-a1"))
    }

    private static func session(
        in town: TestTown, number: Int64, _ name: String, _ bead: String,
        base known: CommitID? = nil
    ) throws -> SessionDirectory {
        let layout = TownLayout(root: town.root)
        let base = try #require(known ?? CommitID(String(repeating: "0", count: 40)))
        let rig = try #require(RigName("web"))
        let agent = Address.polecat(rig, try #require(AgentName(name)))
        let assignment = Assignment(
            number: number, bead: try #require(BeadID(bead)), rig: rig, agent: agent, state: .prepared,
            incarnation: Incarnation(number: number), preset: "script", worktree: "rigs/web/polecats/\(name)/\(number)",
            branch: "polecat/\(name)/\(bead).\(number)", target: "main", base: base,
            claimedAt: Timestamp(milliseconds: 0))
        let session = SessionDirectory(layout.session(assignment.incarnation))
        try session.write(
            SessionAssignment(
                assignment, on: WorktreeGround(base: base, targetRevision: "main"), layout: layout))
        return session
    }

    private static func shell(_ script: String, in town: TestTown) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": "/nonexistent", "GIT_AUTHOR_NAME": "Ada",
                    "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada",
                    "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_CONFIG_NOSYSTEM": "1",
                ], directory: town.root, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.trimmed
    }
}
