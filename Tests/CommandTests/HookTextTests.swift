import Testing
import TownModel

@testable import gt

/// What `gt hook <bead>` says of one that is on nobody's hook: never a command that would be refused.
@Suite struct HookTextTests {
    private func bead(_ disposition: Disposition, type: BeadType = .task, pinned: Bool = false) throws -> Bead {
        let moment = Timestamp(milliseconds: 1_800_000_000_000)
        return Bead(
            id: try #require(BeadID("web-a1")), rig: RigName("web"), title: "t", type: type, createdAt: moment,
            createdBy: "overseer", updatedAt: moment, pinned: pinned, disposition: disposition)
    }

    @Test("a pinned bead, a gate, a closed one and one that is taken are not said to be given out by gt sling")
    func words() throws {
        let pinned = try bead(.notWork, pinned: true)
        #expect(HookText.state(of: pinned) == "it is pinned: no work, but something to look at")
        #expect(HookText.state(of: try bead(.notWork, type: .gate)) == "it is no work, but of type gate")
        for known in [pinned, try bead(.notWork, type: .gate), try bead(.taken)] {
            #expect(!HookText.next(for: known).contains("gt sling"), "\(known.disposition)")
        }
        #expect(HookText.next(for: try bead(.closed)).hasPrefix("gt bead reopen web-a1"))
        #expect(HookText.next(for: try bead(.notWork, type: .epic)).contains("open leaves"))
        #expect(HookText.next(for: try bead(.ready)) == "gt sling web-a1 gives it out")
    }
}
