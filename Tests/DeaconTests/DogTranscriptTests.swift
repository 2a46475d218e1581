import DeaconCore
import ResidentCore
import Testing
import TownModel

/// What the Deacon does about dogs: what the store says of them, step by step, and nothing of its own accord.
@Suite struct DogTranscriptTests {
    private static let began = Timestamp(milliseconds: 1_770_000_000_000)
    private static let shim = ProcessIdentity(host: "here", bootID: "boot-1", pid: 4242, startTicks: 7)

    private func dog(isFurnished: Bool = true, hasWork: Bool = true) throws -> Resident {
        Resident(
            agent: .dog(try #require(AgentName("rex"))), number: 3, bead: try #require(BeadID("hq-rex")), state: .ready,
            worktree: ".gt/dogs/rex", branch: "", target: "",
            run: ResidentRun(
                incarnation: Incarnation(number: 7), preset: "script", isFurnished: isFurnished,
                work: hasWork ? BeadID("hq-a1") : nil), addedAt: Self.began)
    }

    private func session(_ state: SessionState = .spawning, shim: ProcessIdentity? = nil) throws -> Session {
        Session(
            incarnation: Incarnation(number: 7), agent: .dog(try #require(AgentName("rex"))), rig: nil, assignment: 0,
            state: state, shim: shim, startedAt: Self.began)
    }

    @Test("a dog is furnished, started, watched, and ended when its hook is empty; time alone does nothing")
    func steps() throws {
        var state = State()
        func tell(_ event: Event, later: Duration = .zero) -> [Effect] {
            state.decide(event, at: Self.began.advanced(by: later)).filter {
                if case .dog = $0 { true } else { false }
            }
        }
        #expect(tell(.dogs([], [], isStopped: false)) == [])
        let asked = try dog(isFurnished: false)
        #expect(tell(.dog(.changed(asked, try session()))) == [.dog(.furnish(asked))])
        #expect(tell(.dog(.changed(asked, try session()))) == [])
        #expect(tell(.tick, later: .seconds(3600)) == [])
        #expect(tell(.dog(.furnished(asked, key: "k"))) == [.dog(.sayFurnished(asked, key: "k"))])
        let known = try dog()
        #expect(tell(.dog(.changed(known, try session()))) == [.dog(.start(known))])
        #expect(tell(.dog(.started(known, shim: Self.shim))) == [.dog(.sayStarted(known, shim: Self.shim))])
        #expect(tell(.dog(.changed(known, try session(.working, shim: Self.shim)))) == [.dog(.watch(known, Self.shim))])
        #expect(tell(.tick, later: .seconds(86_400)) == [])
        let finished = try dog(hasWork: false)
        #expect(tell(.dog(.changed(finished, try session(.exiting, shim: Self.shim)))) == [.dog(.end(finished))])
        let gone = tell(.dog(.sessionGone(finished, exitStatus: 0)))
        #expect(gone == [.dog(.sayEnded(finished, exitStatus: 0, reason: nil))])
    }

    @Test("one that ends by itself, or can't be started, is recorded as ended, with the reason")
    func failures() throws {
        var state = State()
        let known = try dog()
        _ = state.decide(.dogs([known], [try session()], isStopped: false), at: Self.began)
        let failed = state.decide(.dog(.failed(known, reason: "no program")), at: Self.began)
        #expect(failed == [.dog(.end(known))])
        let said = state.decide(.dog(.sessionGone(known, exitStatus: nil)), at: Self.began)
        #expect(said == [.dog(.sayEnded(known, exitStatus: nil, reason: "no program"))])
        state = State()
        _ = state.decide(.dogs([known], [try session(.working, shim: Self.shim)], isStopped: false), at: Self.began)
        #expect(state.decide(.dog(.processEnded(known)), at: Self.began) == [.dog(.end(known))])
    }

    @Test("a successor adopts what runs; while the town is stopped nothing is started or asked to leave")
    func successor() throws {
        var state = State()
        let known = try dog()
        let running = try session(.idle, shim: Self.shim)
        let adopted = state.decide(.dogs([known], [running], isStopped: false), at: Self.began)
        #expect(adopted == [.dog(.watch(known, Self.shim))])
        state = State()
        #expect(state.decide(.dogs([known], [try session()], isStopped: true), at: Self.began) == [])
        #expect(state.decide(.thawed, at: Self.began) == [.dog(.start(known))])
        #expect(state.decide(.dog(.notNow(known)), at: Self.began) == [])
        #expect(state.decide(.thawed, at: Self.began) == [.dog(.start(known))])
    }
}
