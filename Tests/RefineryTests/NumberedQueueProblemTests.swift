import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

/// Troubles of the reference's merge queue, by their number, where real git is what they are about.
@Suite("Known problems of the reference's merge queue, guarded by its hands")
struct NumberedQueueProblemTests {
    @Test("problem 6: a push that is said to have worked, and has moved nothing, has not landed")
    func problem6() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        let remote = try #require(rig.remote)
        // The server accepts it, and puts its branch back afterwards.
        try await RigOnDisk.sh(
            """
            printf '#!/bin/sh\\nwhile read old new ref; do git update-ref "$ref" "$old"; done\\n' >hooks/post-receive
            chmod +x hooks/post-receive
            """, in: remote)
        #expect(await rig.git.move(landing) == .tried(.atBase))
        #expect(try await rig.target() == landing.proof.base.text)
        #expect(try await rig.inRepository("git for-each-ref refs/gt/landed").isEmpty)
    }

    @Test("problem 36: a tip that was tampered with after its gates is not pushed, whatever it is called")
    func problem36() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        var landing = try await TargetGitBuildingTests.landing(request, on: rig)
        let tested = landing.proof
        // Another commit on the same base, with one more file than the gates have seen.
        let tampered = try await rig.inRepository(
            """
            blob=$(echo evil | git hash-object -w --stdin)
            tree=$( (git ls-tree \(tested.tree); printf '100644 blob %s\\tevil\\n' "$blob") | git mktree)
            git commit-tree "$tree" -p \(tested.base) -p \(request.head) -m same
            """)
        landing.proof.tip = try #require(CommitID(tampered))
        guard case .refused(let reason) = await rig.git.move(landing) else {
            Issue.record("what was not tested was landed")
            return
        }
        #expect(reason.contains("not the tree that was tested"))
        #expect(try await rig.target() == tested.base.text)
        // What was tested still may.
        landing.proof = tested
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(try await rig.inRepository("git rev-parse main^{tree}") == tested.tree.text)
    }

    @Test("problem 37: landing deletes nobody's branch, in the remote or here, whatever it is of")
    func problem37() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let remote = try #require(rig.remote)
        // A branch with an open pull request, its ref as a forge keeps it, and one of the very head that lands.
        try await rig.inRepository(
            """
            git push -q --no-verify origin \(request.base):refs/heads/feature/open \(request.head):refs/pull/7/head \
                \(request.head):refs/heads/polecat/nux/gt-1.1
            """)
        func others(_ directory: String) async throws -> String {
            let all = try await RigOnDisk.sh("git for-each-ref --format='%(refname) %(objectname)'", in: directory)
            return all.split(separator: "\n").filter {
                !$0.hasPrefix("refs/heads/main ") && !$0.hasPrefix("refs/remotes/") && !$0.hasPrefix("refs/gt/landed/")
            }.joined(separator: "\n")
        }
        let before = (remote: try await others(remote), here: try await others(rig.repository))
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(before.remote.contains("refs/pull/7/head") && before.here.contains("polecat/nux/gt-1.1"))
        #expect(try await others(remote) == before.remote)
        #expect(try await others(rig.repository) == before.here)
    }
}
