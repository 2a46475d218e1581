import RefineryCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import RefineryDaemon

@Suite("Killed at every step")
struct KillPointTests {
    /// Two requests in the queue of a target on paper.
    struct Paper {
        let git = PaperGit()
        let queue: QueueLedger
        let requests: [MergeRequest]
        /// Whether the first run on each tree lies.
        let lies: Bool

        init(lies: Bool = false) throws {
            self.lies = lies
            queue = try QueueLedger(remote: "https://example.org/r.git")
            requests = [
                try queue.submit("one", base: Samples.commit("b"), head: Samples.commit("1")),
                try queue.submit("two", base: Samples.commit("b"), head: Samples.commit("2")),
            ]
        }

        /// Gives the number of steps.
        @discardableResult
        func run(killAt: Set<Int> = [], pushAt: Int? = nil) async throws -> Int {
            let body = RefineryBody(rig: Samples.rigName, git: git, gates: gates())
            var rehearsal = Rehearsal(body, queue)
            try await rehearsal.run(killAt: killAt) { step in
                if step == pushAt { await git.push() }
            }
            return rehearsal.steps
        }

        func gates() -> PaperGates { PaperGates(lies: lies) }

        func expectLandedOnce(_ circumstances: Comment) async throws {
            for request in requests {
                #expect(queue.landings(of: request.id) == 1, circumstances)
                #expect(await git.landings(of: request.id) == 1, circumstances)
                #expect(try queue.status(of: request.bead) == .closed, circumstances)
            }
        }
    }

    @Test("Undisturbed, two requests land once each, and no intent is left open")
    func undisturbed() async throws {
        let paper = try Paper()
        try await paper.run()
        try await paper.expectLandedOnce("undisturbed")
        #expect(try paper.queue.listing().intents.isEmpty)
    }

    @Test("Killed at any one step, or at any two, each request lands exactly once")
    func killedTwice() async throws {
        let steps = try await Paper().run()
        try await sideBySide(0..<steps) { first in
            for second in [first, first + 1, first + 8] {
                let paper = try Paper()
                try await paper.run(killAt: [first, second])
                try await paper.expectLandedOnce("killed at \(first) and \(second)")
            }
        }
    }

    @Test("What gates said is listed for the next Refinery, and flakes are counted for thirty days")
    func listed() async throws {
        let paper = try Paper(lies: true)
        try await paper.run()
        let listing = try paper.queue.listing()
        #expect(listing.verdicts?.contains { $0.isGreen && $0.redsCount == 1 } == true)
        let record = try #require(listing.records?.first)
        #expect(record.flakes > 0 && record.flakes <= record.reds && record.reds < record.runs)
        paper.queue.ledger.now = Samples.noon.advanced(by: .seconds(31 * 86_400))
        #expect(try paper.queue.listing().records?.isEmpty == true)
    }

    @Test("Killed at any one step while gates lie: both land, exactly once, and nobody is blamed")
    func killedAmongFlakes() async throws {
        let steps = try await Paper(lies: true).run()
        try await sideBySide(0..<steps) { kill in
            let paper = try Paper(lies: true)
            try await paper.run(killAt: [kill])
            try await paper.expectLandedOnce("killed at \(kill)")
        }
    }

    @Test("Killed while others push, each at many different steps: every request lands exactly once")
    func othersPush() async throws {
        let steps = try await Paper().run()
        try await sideBySide(stride(from: 0, to: steps, by: 3)) { kill in
            for push in stride(from: 0, to: steps, by: 5) {
                let paper = try Paper()
                try await paper.run(killAt: [kill], pushAt: push)
                try await paper.expectLandedOnce("killed at \(kill), pushed at \(push)")
            }
        }
    }

    @Test(
        "On a real repository too: killed at every second step (without a remote at every fifth), landed exactly once")
    func onDisk() async throws {
        try await sideBySide([(true, 2), (false, 5)]) { try await Self.onDisk(withRemote: $0.0, every: $0.1) }
    }

    private static func onDisk(withRemote: Bool, every stride: Int) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let gate = Gate(name: "tree", command: "test -f README", timeoutSeconds: 30)
        var stepsMax = 1
        var kill = 0
        while kill < stepsMax {
            let work = try await rig.request(
                "\(kill)", "echo \(kill) >file\(kill)", from: withRemote ? "refs/remotes/origin/main" : "main")
            let queue = try QueueLedger(gates: [gate], remote: rig.remote)
            let request = try queue.submit("work \(kill)", base: work.base, head: work.head)
            var rehearsal = Rehearsal(rig.body, queue)
            rehearsal.now = Samples.noon.advanced(by: .seconds(kill))
            try await rehearsal.run(killAt: [kill])
            if kill == 0 { stepsMax = rehearsal.steps }
            #expect(queue.landings(of: request.id) == 1, "killed at \(kill)")
            #expect(try await rig.merges(of: work.head) == 1, "killed at \(kill)")
            kill += stride
        }
        #expect(kill > 15)
        #expect(try await rig.inRepository("git fsck --no-dangling --no-progress >&2 && echo sound") == "sound")
    }
}
