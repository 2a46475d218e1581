import Glibc
import Host
import Testing
import TownModel
import Wire

/// Troubles that the reference implementation is known for, by their number in the list of them, as far as it takes
/// real processes to show what stands against each here. docs/operations.md says where the others are.
@Suite(.serialized) struct NumberedProblemTests {
    @Test(
        "problems 3, 8, 16: worktrees come from the ledger, are new and clean, and a dead worker's bead goes on",
        .timeLimit(.minutes(3)))
    func worktrees() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let here = try Latch("\(town.home)/here")
            let latch = try Latch("\(town.home)/latch")
            // 3: a worker that walks away hands in its worktree, not where it is; one that lost it hands in nothing.
            let walker = try await town.makeBead("web", "Walk", "echo 1 > walked; cd \"$GT_TOWN\"; echo 2 > stray")
            let loser = try await town.makeBead("web", "Lose", #"rm -rf "$PWD"; cd "$GT_TOWN"; echo 3 > stray"#)
            // 8: what a first attempt left is not in the second, and what has landed meanwhile is.
            let second = try await town.makeBead(
                "web", "Begin anew",
                """
                if [ "$GT_ATTEMPT" = 1 ]; then touch junk; git commit -q --allow-empty -m stale; \(latch.wait); exit 1; fi
                test ! -e junk; test -e walked; test "$(git log -1 --format=%s)" != stale; echo 4 > anew
                """)
            // 16: the worker dies with all that is below it.
            let orphan = try await town.makeBead(
                "web", "Die",
                #"if [ "$GT_ATTEMPT" = 1 ]; then \#(here.give); read x < \#(latch.path).never; fi; echo 5 > died"#)
            try #require(mkfifo("\(latch.path).never", 0o600) == 0)
            try await town.setGates(#require(RigName("web")), polecats: 4, [])
            try await town.sling([walker, second, orphan])
            try #require(await here.isGiven())
            try await town.waitUntilClosed([walker])
            latch.release()
            try town.killAgent(of: orphan)
            try await town.sling([loser])
            // Twice is enough to see: before its third attempt it rests for half a minute.
            let log = try await town.follow(within: .seconds(60)) { log in
                [walker, second, orphan].allSatisfy(log.isClosed)
                    && log.assignments(.assignmentEnded).values.count { $0.bead.text == loser } == 2
            }
            let files = try await town.git(remote, "ls-tree", "-r", "--name-only", "main")
            #expect(files.split(separator: "\n") == ["README.md", "anew", "died", "walked"])
            #expect(!log.isClosed(loser))
            #expect(try await town.bead(loser).status == .open)
            #expect(log.of(.requestSubmitted).allSatisfy { $0.data.request?.bead.text != loser })
            let attempts = log.assignments(.assignmentClaimed).values.filter { $0.bead.text == second }
            #expect(Set(attempts.map(\.worktree)).count == 2)
        }
    }

    @Test("problem 32: two towns side by side: what ends one leaves the other alone", .timeLimit(.minutes(2)))
    func twoTowns() async throws {
        try await ProcessTown.with { one in
            try await ProcessTown.with { other in
                async let first = Self.waiting(in: one)
                async let second = Self.waiting(in: other)
                _ = try await first
                let (bead, latch) = try await second
                let agents = other.agents
                let services = TownService.ofTown.map(other.process)
                try await one.gt("down", "--agents")
                #expect(one.agents.isEmpty)
                #expect(other.agents == agents && agents.count == 1)
                #expect(TownService.ofTown.map(other.process) == services)
                try await other.gt("health")
                latch.release()
                try await other.waitUntilClosed([bead])
            }
        }
    }

    /// The bead of an agent at work, and what it waits at.
    private static func waiting(in town: ProcessTown) async throws -> (bead: String, latch: Latch) {
        let here = try Latch("\(town.home)/here")
        let latch = try Latch("\(town.home)/latch")
        try await town.gt("up")
        try await town.gt("rig", "add", "web", try await town.makeRemote())
        let bead = try await town.makeBead("web", "Wait", "\(here.give); \(latch.wait); echo $go > w")
        try await town.sling([bead])
        try #require(await here.isGiven())
        return (bead, latch)
    }
}

extension ProcessTown {
    /// kill -9 of the shim of a bead's session and of everything below it.
    func killAgent(of bead: String) throws {
        for session in SessionFolders(layout: layout).running {
            let assignment = try SessionDirectory(layout.session(session.incarnation)).assignment()
            guard assignment.bead.text == bead else { continue }
            let below = Processes.identities(of: Processes.descendants(of: session.shim.pid))
            for process in below + [session.shim] { Processes.send(SIGKILL, to: process) }
        }
    }
}
