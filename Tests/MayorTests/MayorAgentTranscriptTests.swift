import MayorCore
import ResidentCore
import Testing
import TownModel
import TownTesting

/// What the Mayor's service does about its agent: what a person has asked for, and nothing of its own accord.
@Suite struct MayorAgentTranscriptTests {
    private static let began = Timestamp(milliseconds: 1_770_000_000_000)
    private static let shim = ProcessIdentity(host: "here", bootID: "boot-1", pid: 4242, startTicks: 7)

    private func agent(isFurnished: Bool = true) throws -> Resident {
        Resident(
            agent: .mayor, number: 3, bead: try #require(BeadID("hq-mayor")), state: .ready, worktree: "config",
            branch: "", target: "",
            run: ResidentRun(incarnation: Incarnation(number: 7), preset: "sitter", isFurnished: isFurnished),
            addedAt: Self.began)
    }

    private func session(_ state: SessionState = .spawning, shim: ProcessIdentity? = nil) -> Session {
        Session(
            incarnation: Incarnation(number: 7), agent: .mayor, rig: nil, assignment: 0, state: state, shim: shim,
            startedAt: Self.began)
    }

    @Test("it is furnished, started, watched and ended, step by step, and only on command")
    func steps() throws {
        var state = State()
        func tell(_ event: Event, later: Duration = .zero) -> [Effect] {
            state.decide(event, at: Self.began.advanced(by: later))
        }
        #expect(tell(.listed(convoys: [], isStopped: false, deacon: nil)) == [])
        let asked = try agent(isFurnished: false)
        #expect(tell(.agent(.changed(asked, session()))) == [.agent(.furnish(asked))])
        #expect(tell(.tick, later: .seconds(3600)) == [])
        #expect(tell(.agent(.furnished(asked, key: "k"))) == [.agent(.sayFurnished(asked, key: "k"))])
        let known = try agent()
        #expect(tell(.agent(.changed(known, session()))) == [.agent(.start(known))])
        #expect(tell(.agent(.started(known, shim: Self.shim))) == [.agent(.sayStarted(known, shim: Self.shim))])
        let running = session(.working, shim: Self.shim)
        #expect(tell(.agent(.changed(known, running))) == [.agent(.watch(known, Self.shim))])
        #expect(tell(.tick, later: .seconds(86_400)) == [])
        #expect(tell(.agent(.changed(known, session(.exiting, shim: Self.shim)))) == [.agent(.end(known))])
        let said = tell(.agent(.endFailed(known, reason: "it stays")))
        #expect(
            said == [
                .agent(.sayLeftOver(known, reason: "it stays")),
                .agent(.wake(at: Self.began.advanced(by: .seconds(30)))),
            ])
        #expect(tell(.tick, later: .seconds(30)) == [.agent(.end(known))])
        let gone = tell(.agent(.sessionGone(known, exitStatus: 143)))
        #expect(gone == [.agent(.sayEnded(known, exitStatus: 143, reason: nil))])
    }

    @Test("a successor adopts what runs; while the town is stopped nothing is started")
    func successor() throws {
        var state = State()
        let known = try agent()
        _ = state.decide(.listed(convoys: [], isStopped: true, deacon: nil), at: Self.began)
        #expect(state.decide(.agent(.changed(known, session())), at: Self.began) == [])
        #expect(state.decide(.thawed, at: Self.began) == [.agent(.start(known))])
        state = State()
        _ = state.decide(.listed(convoys: [], isStopped: false, deacon: nil), at: Self.began)
        let running = session(.idle, shim: Self.shim)
        #expect(state.decide(.agent(.changed(known, running)), at: Self.began) == [.agent(.watch(known, Self.shim))])
    }
}
