import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("The guard of a rig's clone")
struct GuardHookTests {
    @Test(
        "A worker can't move a target, touch the town's refs, use the stash, or push; the hint says what to do",
        arguments: [
            ("git update-ref refs/heads/main HEAD", "gt done"),
            ("git branch -f main HEAD", "gt done"),
            ("git update-ref -d refs/heads/main", "gt done"),
            ("git update-ref refs/gt/submitted/gt-1/x HEAD", "gt done"),
            ("git update-ref refs/gt/landed/main HEAD", "gt done"),
            ("echo dirty >>README && git stash", "commit instead of stash"),
            ("git push origin HEAD:refs/heads/main", "gt done"),
            ("git push origin HEAD:refs/heads/feature", "gt done"),
        ])
    func refuses(_ command: String, _ hint: String) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        _ = await rig.git.prepare(request, hasRemote: true, at: Samples.noon)
        let before = try await rig.inRepository("git for-each-ref refs/heads/main refs/gt refs/stash")
        let failure = await #expect(throws: ScriptFailed.self) { try await rig.work(command) }
        #expect(failure?.said.contains(hint) == true)
        #expect(try await rig.inRepository("git for-each-ref refs/heads/main refs/gt refs/stash") == before)
        #expect(try await rig.target() == request.base.text)
    }

    @Test("A worker's own branches, commits and resets are its own affair")
    func allows() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        try await rig.work(
            """
            git checkout -q polecat/nux/gt-1.1 && echo a >a && git add a && git commit -qm a
            git reset -q --hard HEAD~1 && git checkout -q -b polecat/nux/other && git branch -q -D polecat/nux/gt-1.1
            git fetch -q origin
            """)
    }

    @Test(
        "Each writer moves its own refs and no others",
        arguments: [
            ("done", "refs/gt/submitted/gt-1/x", true), ("done", "refs/gt/rescue/gt-1/1/head", false),
            ("done", "refs/heads/main", false), ("witness", "refs/gt/rescue/gt-1/1/head", true),
            ("witness", "refs/gt/submitted/gt-1/x", false), ("witness", "refs/stash", false),
            ("refinery", "refs/gt/submitted/gt-1/x", true), ("refinery", "refs/heads/main", true),
            ("overseer", "refs/heads/main", false), ("", "refs/heads/main", false),
        ])
    func writers(_ writer: String, _ ref: String, _ allowed: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let command = "GT_REF_WRITER='\(writer)' git update-ref \(ref) $(git commit-tree -m x HEAD^{tree})"
        if allowed {
            try await rig.work(command)
        } else {
            await #expect(throws: ScriptFailed.self) { try await rig.work(command) }
        }
    }

    @Test("A branch with a quote in its name is guarded too, and gets nothing into the hook")
    func quotes() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let git = rig.git.git
        try await GuardHook(targets: ["it's;touch${IFS}oops"]).install(in: git)
        await #expect(throws: ScriptFailed.self) {
            try await rig.work("git update-ref \"refs/heads/it's;touch\\${IFS}oops\" HEAD")
        }
        #expect(try await rig.work("ls") == "README\nrun.sh")
    }

    @Test("A clone that is not there is not begun by its hooks")
    func absent() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let gone = "\(rig.layout.root)/moved/repo.git"
        await #expect(throws: HostError.self) {
            try await GuardHook(targets: ["main"]).install(in: Git(repository: gone, writer: .refinery))
        }
        #expect(!Files.exists(Files.parent(of: gone)))
    }

    @Test("It is installed again when it is missing or different, and wins over the user's own hooks path")
    func reinstalls() async throws {
        let rig = try await RigOnDisk(withRemote: false)
        let git = rig.git.git
        let hook = GuardHook(targets: ["main"])
        #expect(try await !hook.install(in: git))
        try Files.writeAtomically("#!/bin/sh\n", to: "\(rig.repository)/hooks/reference-transaction", mode: 0o755)
        #expect(try await hook.install(in: git))
        try Files.removeTree("\(rig.repository)/hooks/pre-push")
        #expect(try await hook.install(in: git))
        try await rig.inRepository("git config core.hooksPath /dev/null")
        #expect(try await hook.install(in: git))
        #expect(try await !hook.install(in: git))
        await #expect(throws: ScriptFailed.self) {
            try await rig.work("git branch -f main $(git commit-tree -m x HEAD^{tree})")
        }
    }
}
