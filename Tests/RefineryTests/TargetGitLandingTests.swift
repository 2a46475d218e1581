import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Landing on a real repository")
struct TargetGitLandingTests {
    @Test("The target moves by fast-forward to exactly the tip, and our own refs follow", arguments: [true, false])
    func lands(_ withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        #expect(await rig.git.locate(landing) == .atBase)
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(try await rig.target() == landing.proof.tip.text)
        #expect(try await rig.inRepository("git rev-parse refs/heads/main") == landing.proof.tip.text)
        #expect(try await rig.inRepository("git rev-parse refs/gt/landed/main") == landing.proof.tip.text)
    }

    @Test("Moving it again is found done, not done again", arguments: [true, false])
    func movesOnce(_ withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(await rig.git.locate(landing) == .containsTip)
        #expect(try await rig.merges(of: request.head) == 1)
    }

    @Test("problem 6: pushed, and others on top before it was said: by ancestry at the remote it has landed, once")
    func ancestor() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        // As the predecessor left it: pushed, nothing else done; then others pushed on top.
        try await rig.inRepository("git push -q --no-verify origin \(landing.proof.tip):refs/heads/main")
        try await rig.pushByOthers("git commit -q --allow-empty -m others")
        #expect(await rig.git.locate(landing) == .containsTip)
        #expect(try await rig.inRepository("git rev-parse refs/gt/landed/main") == landing.proof.tip.text)
    }

    @Test("A target that others moved is not touched", arguments: [true, false])
    func movedMeanwhile(_ withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        let others = try #require(CommitID(try await rig.pushByOthers("git commit -q --allow-empty -m others")))
        #expect(await rig.git.move(landing) == .tried(.elsewhere(others)))
        #expect(try await rig.target() == others.text)
    }

    @Test("A remote that is away keeps everything as it is")
    func away() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        try await RigOnDisk.sh("mv remote.git gone.git", in: rig.layout.root)
        guard case .away = await rig.git.locate(landing), case .tried(.away) = await rig.git.move(landing) else {
            Issue.record("a remote that is gone was reached")
            return
        }
        try await RigOnDisk.sh("mv gone.git remote.git", in: rig.layout.root)
        #expect(await rig.git.locate(landing) == .atBase)
    }

    @Test("A remote that refuses is said to refuse, with its words")
    func refused() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        try await RigOnDisk.sh(
            "printf '#!/bin/sh\\necho protected branch >&2; exit 1\\n' >hooks/update && chmod +x hooks/update",
            in: try #require(rig.remote))
        guard case .refused(let reason) = await rig.git.move(landing) else {
            Issue.record("a refused push was taken for done")
            return
        }
        #expect(reason.contains("protected branch"))
        #expect(try await rig.target() == landing.proof.base.text)
    }

    @Test("problem 36: what is moved is the very tree that was tested, and descends from the base")
    func provenTree() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        var landing = try await TargetGitBuildingTests.landing(request, on: rig)
        let proof = landing.proof
        landing.proof.tree = Samples.commit("e")
        guard case .refused(let reason) = await rig.git.move(landing) else {
            Issue.record("an untested tree was landed")
            return
        }
        #expect(reason.contains("not the tree that was tested"))
        landing.proof = LandingProof(base: request.head, tip: proof.base, tree: proof.tree, gates: [])
        guard case .refused = await rig.git.move(landing) else {
            Issue.record("history was rewritten")
            return
        }
        #expect(try await rig.target() == proof.base.text)
    }

    @Test("Nothing is landed while the stop file is there")
    func stopFile() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        try Files.writeAtomically("smoke", to: rig.layout.stopFile)
        #expect(await rig.git.move(landing) == .stopped)
        #expect(try await rig.target() == landing.proof.base.text)
    }

    @Test("Git of a predecessor that still works in the repository is ended before anything is compared")
    func predecessor() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo more >>README")
        let landing = try await TargetGitBuildingTests.landing(request, on: rig)
        // Handed to the first process, as the children of a killed Refinery are; it writes its number and waits.
        let pid = try await rig.inRepository(
            "pid=$(GT_REF_WRITER=refinery setsid sh -c 'echo $$; exec sleep 600 >/dev/null 2>&1 </dev/null' &); echo $pid"
        )
        let number = try #require(Int32(pid))
        let process = try #require(try Processes.identity(of: number))
        #expect(await rig.git.locate(landing) == .atBase)
        #expect(!Processes.isAlive(process))
    }
}
