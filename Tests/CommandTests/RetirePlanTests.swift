import Testing
import TownModel
import Wire

@testable import gt

@Suite("what retiring a worker does, and which workers are stale")
struct RetirePlanTests {
    private static let rig = RigName("web")
    private static let agent = Address("web/polecats/ash")
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func assignment(_ state: AssignmentState) throws -> Assignment {
        let rig = try #require(Self.rig)
        let agent = try #require(Self.agent)
        return Assignment(
            number: 7, bead: try #require(BeadID("web-a1")), rig: rig, agent: agent, state: state,
            incarnation: Incarnation(number: 3), preset: "script", worktree: "rigs/web/polecats/ash/7",
            branch: "polecat/ash/web-a1.7", target: "main",
            base: CommitID(String(repeating: "a", count: 40)), claimedAt: Self.now)
    }

    private func session(_ state: SessionState) throws -> Session {
        Session(
            incarnation: Incarnation(number: 3), agent: try #require(Self.agent), rig: Self.rig, assignment: 7,
            state: state, startedAt: Self.now)
    }

    private func tree(dirty: [String] = [], unkept: [String] = []) -> PolecatGround.Tree {
        PolecatGround.Tree(
            branch: nil, head: nil, ahead: 0, behind: 0, dirty: dirty,
            unkept: unkept.compactMap { CommitID(String(repeating: $0, count: 40)) })
    }

    @Test("work at risk is refused without --force, whichever kind it is, and named")
    func risks() throws {
        let held = try assignment(.running)
        for (tree, word) in [
            (tree(dirty: ["?? notes"]), "?? notes"), (tree(unkept: ["b"]), "bbbb"), (nil, "can't be looked at"),
        ] {
            guard case .refused(let risks) = RetirePlan.decide(held, nil, tree, force: false) else {
                Issue.record("not refused: \(word)")
                continue
            }
            #expect(risks.count == 1 && risks[0].contains(word))
            guard case .retire(7, held.bead, let steps) = RetirePlan.decide(held, nil, tree, force: true) else {
                Issue.record("not forced: \(word)")
                continue
            }
            // What is at risk is saved before the worktree is moved.
            let saved = steps.firstIndex { $0.hasPrefix("save under refs/gt/rescue/web-a1/7") }
            let moved = steps.firstIndex { $0.hasPrefix("move ") }
            #expect(try #require(saved) < #require(moved))
        }
    }

    @Test("a clean worker is retired without --force; one that has ended has nothing to be retired of")
    func clean() throws {
        let session = try session(.idle)
        let plan = RetirePlan.decide(try assignment(.running), session, tree(), force: false)
        guard case .retire(7, _, let steps) = plan else { return #expect(Bool(false), "\(plan)") }
        #expect(steps.contains("end session \(session.incarnation)"))
        #expect(!steps.contains { $0.hasPrefix("save ") })
        for state in [AssignmentState.ended, .retired] {
            guard case .nothing = RetirePlan.decide(try assignment(state), nil, nil, force: true) else {
                return #expect(Bool(false), "\(state)")
            }
        }
        guard case .nothing = RetirePlan.decide(nil, nil, nil, force: true) else { return #expect(Bool(false)) }
    }

    @Test("stale is who holds something and does nothing, or holds nothing and has a session; nobody before its time")
    func stale() throws {
        func judge(
            _ state: AssignmentState, _ session: SessionState?, _ process: PolecatSight.Process? = .running,
            hours: Int64
        ) throws -> String? {
            let row = PolecatRow(
                agent: try #require(Self.agent), assignment: try assignment(state),
                session: try session.map { try self.session($0) })
            return StaleWorker.judge(
                row, process: process, at: Self.now.advanced(by: .seconds(3600 * hours)), threshold: .seconds(10_800)
            )?.why
        }
        for session in [SessionState.idle, .waiting, .stalled, .unknown, .spawning] {
            #expect(try judge(.running, session, hours: 3) != nil)
            #expect(try judge(.running, session, hours: 2) == nil)
        }
        #expect(try judge(.running, .working, hours: 90) == nil)
        #expect(try judge(.running, .working, .gone, hours: 0) == "its process is gone")
        #expect(try judge(.running, nil, nil, hours: 3)?.contains("no session") == true)
        #expect(try judge(.ended, .exiting, hours: 3)?.contains("holds nothing") == true)
        #expect(try judge(.retired, .ended, nil, hours: 90) == nil)
    }
}
