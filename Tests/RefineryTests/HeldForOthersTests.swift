import RefineryCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import RefineryDaemon

/// The real machine before the real ledger, while others move the target of a rig that holds its queue for it.
@Suite("Killed at every step while the queue is held for others' moves")
struct HeldForOthersTests {
    /// Resumes whatever is held, as a person does who looks at it now and then, and notes what was held.
    private final class Person {
        private let queue: QueueLedger
        private(set) var resumed: [TargetMove] = []
        /// What happens before the first time that he resumes.
        private var before: (() async throws -> Void)?

        init(_ queue: QueueLedger, before: (() async throws -> Void)? = nil) {
            self.queue = queue
            self.before = before
        }

        func look() async throws {
            guard let move = try queue.listing().rig.queueHold?.move else { return }
            if let before {
                self.before = nil
                try await before()
            }
            resumed.append(move)
            try queue.ledger.send(QueueResume(rig: Samples.rigName))
        }
    }

    /// One request has landed, somebody has pushed, another request waits.
    private struct Scene {
        let git = PaperGit()
        let queue: QueueLedger
        let second: MergeRequest

        init() async throws {
            queue = try QueueLedger(remote: "https://example.org/r.git", foreignMoves: .hold)
            _ = try queue.submit("one", base: Samples.commit("b"), head: Samples.commit("1"))
            let body = RefineryBody(rig: Samples.rigName, git: git, gates: PaperGates())
            var rehearsal = Rehearsal(body, queue)
            try await rehearsal.run()
            await git.push()
            second = try queue.submit("two", base: Samples.commit("b"), head: Samples.commit("2"))
        }

        /// Gives the number of steps and what was held.
        func run(killAt: Set<Int> = [], pushesAgain: Bool = false) async throws -> (steps: Int, held: [TargetMove]) {
            let body = RefineryBody(rig: Samples.rigName, git: git, gates: PaperGates())
            var rehearsal = Rehearsal(body, queue)
            rehearsal.now = Samples.noon.advanced(by: .seconds(60))
            let person = Person(queue, before: pushesAgain ? { [git] in await git.push() } : nil)
            try await rehearsal.run(killAt: killAt) { _ in try await person.look() }
            return (rehearsal.steps, person.resumed)
        }

        func expectHeldOnce(_ held: [TargetMove], times: Int, _ circumstances: Comment) async throws {
            #expect(held.count == times && Set(held).count == times, circumstances)
            #expect(try notes("its merge queue is held").count == times, circumstances)
            #expect(try notes("its merge queue goes on").count == times, circumstances)
            #expect(queue.landings(of: second.id) == 1, circumstances)
            #expect(await git.landings(of: second.id) == 1, circumstances)
        }

        private func notes(_ beginning: String) throws -> [TownEvent] {
            try queue.events().filter { $0.kind == .rigChanged && $0.data.note?.hasPrefix(beginning) == true }
        }
    }

    @Test("One push is held for once, accepted once, and what waited lands once on top of it")
    func onePush() async throws {
        let (steps, held) = try await Scene().run()
        #expect(held.count == 1)
        try await sideBySide(0..<steps) { kill in
            let scene = try await Scene()
            let (_, held) = try await scene.run(killAt: [kill, kill + 4])
            try await scene.expectHeldOnce(held, times: 1, "killed at \(kill)")
        }
    }

    @Test("A push that comes before the resume is held for anew")
    func furtherPush() async throws {
        let (steps, held) = try await Scene().run(pushesAgain: true)
        #expect(held.count == 2 && held.first?.from == held.last?.from && held.first?.to != held.last?.to)
        try await sideBySide(0..<steps) { kill in
            let scene = try await Scene()
            let (_, held) = try await scene.run(killAt: [kill], pushesAgain: true)
            try await scene.expectHeldOnce(held, times: 2, "killed at \(kill)")
        }
    }

    @Test("The store dies with the Refinery at every step: what was held is held, what was accepted is accepted")
    func storeToo() async throws {
        let (steps, _) = try await Scene().run()
        try await sideBySide(stride(from: 0, to: steps, by: 2)) { kill in
            let scene = try await Scene()
            let person = Person(scene.queue)
            let body = RefineryBody(rig: Samples.rigName, git: scene.git, gates: PaperGates())
            var rehearsal = Rehearsal(body, scene.queue)
            rehearsal.now = Samples.noon.advanced(by: .seconds(60))
            try await rehearsal.run(killAt: [kill]) { step in
                if step == kill { scene.queue.ledger.crash() }
                try await person.look()
            }
            try await scene.expectHeldOnce(person.resumed, times: 1, "killed at \(kill)")
        }
    }

    @Test(
        "On a real repository: a push and a rewrite hold the queue, nothing moves, and what was resumed lands on top",
        arguments: [true, false])
    func onDisk(withRemote: Bool) async throws {
        let rig = try await RigOnDisk(withRemote: withRemote)
        let gate = Gate(name: "tree", command: "test -f README", timeoutSeconds: 30)
        let queue = try QueueLedger(gates: [gate], remote: rig.remote, foreignMoves: .hold)
        let start = withRemote ? "refs/remotes/origin/main" : "main"
        var now = Samples.noon
        func land(_ name: String, _ before: (Int) async throws -> Void = { _ in }) async throws -> MergeRequest {
            let work = try await rig.request(name, "echo \(name) >\(name)", from: start)
            let request = try queue.submit(name, base: work.base, head: work.head)
            now = now.advanced(by: .seconds(60))
            var rehearsal = Rehearsal(rig.body, queue)
            rehearsal.now = now
            rehearsal.firstProcess += Int32(queue.head)
            try await rehearsal.run(killAt: [9, 30], before: before)
            #expect(queue.landings(of: request.id) == 1)
            return request
        }
        _ = try await land("first")
        let landed = try await rig.target()
        for (name, script, rewritten) in [
            ("pushed", "git commit -q --allow-empty -m others", false),
            ("rewritten", "git reset -q --hard HEAD~2 && git commit -q --allow-empty -m rewritten", true),
        ] {
            let before = try await rig.target()
            let theirs = try await rig.pushByOthers(script)
            var seen: TargetMove?
            let request = try await land(name) { _ in
                guard let move = try queue.listing().rig.queueHold?.move else { return }
                #expect(try await rig.target() == theirs)
                seen = move
                try queue.ledger.send(QueueResume(rig: Samples.rigName))
            }
            let move = try #require(seen)
            #expect(move.from.text == before && move.to.text == theirs && move.rewritten == rewritten)
            #expect(try await rig.inRepository("git rev-list --count --first-parent \(theirs)..main") == "1")
            #expect(try queue.status(of: request.bead) == .closed)
        }
        #expect(try await rig.inRepository("git cat-file -t \(landed)") == "commit")
    }
}
