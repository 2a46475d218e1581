import Host
import RefineryCore
import Synchronization
import Testing
import TownModel

@testable import RefineryDaemon

/// Something that is wrong with a remote for a while; both scripts run in the town's directory.
struct RemoteTrouble: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let begin: String
    let end: String

    /// A hook of the remote.
    private static func hook(_ name: String, _ script: String, of trouble: String) -> RemoteTrouble {
        RemoteTrouble(
            testDescription: trouble,
            begin:
                "printf '#!/bin/sh\\n%s\\n' '\(script)' >remote.git/hooks/\(name) && chmod +x remote.git/hooks/\(name)",
            end: "rm -f remote.git/hooks/\(name)")
    }

    static let away = RemoteTrouble(
        testDescription: "removed", begin: "mv remote.git gone.git", end: "mv gone.git remote.git")
    static let protected = hook("pre-receive", "echo protected branch >&2; exit 1", of: "refuses")
    static let diesBefore = hook("pre-receive", "kill -9 $PPID; sleep 1", of: "dies before it has moved the branch")
    static let diesAfter = hook(
        "reference-transaction", "[ \"$1\" != committed ] || kill -9 $PPID", of: "dies before it says what it has done")
    static let branchGone = RemoteTrouble(
        testDescription: "has no such branch",
        begin: "git -C remote.git update-ref refs/kept/main main && git -C remote.git update-ref -d refs/heads/main",
        end: "git -C remote.git update-ref refs/heads/main refs/kept/main")
    static let all = [away, protected, diesBefore, diesAfter, branchGone]
}

@Suite("A remote as remotes are")
struct RemoteTroubleTests {
    static let start = "refs/remotes/origin/main"

    /// A landing that is about to move the target.
    private static func landing(on rig: RigOnDisk) async throws -> Landing {
        try await TargetGitBuildingTests.landing(
            try await rig.request("gt-mr-a", "echo more >>README", from: start), on: rig)
    }

    @Test("A remote that refuses, and one that dies before it has moved the branch, are told apart by what it says")
    func refusedOrDead() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let landing = try await Self.landing(on: rig)
        try await RigOnDisk.sh(RemoteTrouble.protected.begin, in: rig.layout.root)
        guard case .refused(let reason) = await rig.git.move(landing) else {
            Issue.record("a refused push was taken for something else")
            return
        }
        #expect(reason.contains("protected branch"))
        try await RigOnDisk.sh(RemoteTrouble.diesBefore.begin, in: rig.layout.root)
        guard case .tried(.away) = await rig.git.move(landing) else {
            Issue.record("a push that died was taken for something else")
            return
        }
        #expect(try await rig.target() == landing.proof.base.text)
    }

    @Test("A push that was done, whose answer was lost, is found done")
    func answerLost() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let landing = try await Self.landing(on: rig)
        try await RigOnDisk.sh(RemoteTrouble.diesAfter.begin, in: rig.layout.root)
        #expect(await rig.git.move(landing) == .tried(.containsTip))
        #expect(try await rig.target() == landing.proof.tip.text)
    }

    @Test(
        "Whatever the trouble is and whenever it begins, the request lands once when it is over",
        arguments: RemoteTrouble.all)
    func outlasted(_ trouble: RemoteTrouble) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        for (index, first) in [0, 12, 18, 22].enumerated() {
            // Requests of two ledgers may have the same id: the next one begins after the last one's landing.
            try await rig.inRepository("git fetch -q origin")
            let work = try await rig.request("\(index)", "echo \(index) >file\(index)", from: Self.start)
            let queue = try QueueLedger(gates: [Gate(name: "true", command: "true")], remote: rig.remote)
            let request = try queue.submit("work \(index)", base: work.base, head: work.head)
            var rehearsal = Rehearsal(rig.body, queue)
            rehearsal.now = Samples.noon.advanced(by: .seconds(index))
            try await rehearsal.run { step in
                if step == first { try await RigOnDisk.sh(trouble.begin, in: rig.layout.root) }
                if step == first + 25 { try await RigOnDisk.sh(trouble.end, in: rig.layout.root) }
            }
            if rehearsal.steps > first, rehearsal.steps <= first + 25 {
                try await RigOnDisk.sh(trouble.end, in: rig.layout.root)
            }
            #expect(queue.landings(of: request.id) == 1, "from step \(first)")
            let merges = try await rig.merges(of: work.head)
            let line = try await RigOnDisk.sh("git log --format='%h %p %s' -6 main", in: try #require(rig.remote))
            #expect(merges == 1, "from step \(first): \(work.head.short) in \(line)")
        }
    }

    @Test("Somebody pushes all the time: the request is built anew each time, lands, and no push is lost")
    func restlessRemote() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let work = try await rig.request("gt-mr-a", "echo a >a", from: Self.start)
        let queue = try QueueLedger(gates: [Gate(name: "true", command: "true")], remote: rig.remote)
        let request = try queue.submit("work", base: work.base, head: work.head)
        var rehearsal = Rehearsal(rig.body, queue)
        let pushes = 8
        let made = Mutex(0)
        try await rehearsal.run { step in
            guard step % 6 == 5, made.withLock({ $0 }) < pushes else { return }
            let number = made.withLock { count in
                count += 1
                return count
            }
            try await rig.pushByOthers("echo \(number) >push\(number) && git add -A && git commit -qm push\(number)")
        }
        #expect(queue.landings(of: request.id) == 1)
        #expect(try await rig.merges(of: work.head) == 1)
        let remote = try #require(rig.remote)
        let files = try await RigOnDisk.sh("git ls-tree --name-only main", in: remote).split(separator: "\n")
        let count = made.withLock { $0 }
        #expect(count > 2)
        #expect(files.count { $0.hasPrefix("push") } == count)
        #expect(files.contains("a"))
    }

    @Test("Without credentials nobody is asked: fetch, push and look say what the remote said")
    func noCredentials() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let landing = try await Self.landing(on: rig)
        let ssh = "\(rig.layout.root)/ssh"
        try Files.writeAtomically(
            """
            #!/bin/sh
            echo "$@ prompt=$GIT_TERMINAL_PROMPT askpass=$SSH_ASKPASS require=$SSH_ASKPASS_REQUIRE" >>'\(ssh).log'
            if [ -t 0 ] || [ -t 2 ]; then echo terminal >>'\(ssh).log'; fi
            echo "git@example.org: Permission denied (publickey)." >&2
            exit 255

            """, to: ssh, mode: 0o755)
        try await rig.inRepository("git config remote.origin.url ssh://git@example.org/r.git")
        let bin = "\(rig.layout.root)/bin"
        try Files.makeDirectory(bin)
        try await RigOnDisk.sh("ln -s ../ssh bin/ssh", in: rig.layout.root)
        let git = TargetGit(
            layout: rig.layout, rig: Samples.rigName,
            credentials: ["PATH": "\(bin):\(HostEnvironment.path)", "SSH_ASKPASS": "/bin/window", "DISPLAY": ":0"])
        var request = Samples.request()
        request.head = landing.proof.tip
        let said = [
            "\(await git.prepare(request, hasRemote: true, at: Samples.noon))", "\(await git.locate(landing))",
            "\(await git.move(landing))",
        ]
        for answer in said {
            #expect(answer.contains("away"))
            #expect(answer.contains("Permission denied (publickey)"))
        }
        let calls = try Files.readText("\(ssh).log").split(separator: "\n")
        #expect(calls.count >= 3)
        for call in calls {
            #expect(call.hasPrefix("-oBatchMode=yes"))
            #expect(call.hasSuffix("prompt=0 askpass= require=never"))
        }
    }
}
