import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Convoys that are staged, and launched")
struct ConvoyStageTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func convoy(_ id: BeadID) throws -> Convoy { try town.ask(ConvoyShow(id: id.text)).convoy }

    private func queue() throws -> [String] {
        try town.database.rows("SELECT bead FROM dispatch ORDER BY bead", []) { row in row.text(0) }
    }

    private func names(_ waves: [ConvoyWave]) -> [[BeadID]] { waves.map { $0.beads.map(\.bead).sorted() } }

    @Test("an epic's leaves are put into waves by what they need, through epics too; nothing is queued")
    func waves() throws {
        let epic = try town.bead("epic", type: .epic)
        let walls = try town.bead("walls", type: .epic, parent: epic)
        let first = try town.bead("first", parent: walls)
        let second = try town.bead("second", parent: walls, needs: [first])
        let roof = try town.bead("roof", parent: epic, needs: [walls])
        let garden = try town.bead("garden", parent: epic)
        let reply = try town.send(ConvoyStage(beads: [epic]))
        #expect(names(reply.waves) == [[first, garden].sorted(), [second], [roof]])
        #expect(reply.waves[2].beads[0].needs == [first, second].sorted())
        #expect(reply.findings.isEmpty && reply.slung.isEmpty)
        let staged = try #require(reply.convoy)
        #expect(staged.state == .staged && staged.epics == [epic] && staged.title == "epic")
        #expect(try queue().isEmpty)
        #expect(try town.ask(ConvoyList()).convoys.map(\.id) == [staged.id])
        #expect(try town.ask(TownWhy(about: staged.id.text)).awaited[0].text.contains("gt convoy launch"))
        // Nobody feeds it: the Mayor's word about it is refused.
        #expect(refusal { try town.send(ConvoyFeed(convoy: staged.id, bead: first), as: .mayor) } == .conflict)
    }

    @Test("launched, its first wave is queued in the same transaction, and the rest may be fed as it lands")
    func launch() throws {
        let first = try town.bead("first")
        let second = try town.bead("second", needs: [first])
        let id = try #require(try town.send(ConvoyStage(beads: [second, first], title: "two")).convoy).id
        let reply = try town.send(ConvoyLaunch(convoy: id))
        #expect(reply.slung.map(\.bead) == [first])
        #expect(try queue() == [first.text])
        #expect(reply.convoy?.state == .open && reply.convoy?.feeding == Feeding(rig: nil))
        let told = try #require(town.events.last)
        let launched = try convoy(id)
        #expect(told.kind == .convoyLaunched && told.data.convoy == launched)
        #expect(refusal { try town.send(ConvoyLaunch(convoy: id)) } == .conflict)
        #expect(refusal { try town.send(ConvoyFeed(convoy: id, bead: second), as: .mayor) } == .conflict)
        let assignment = try town.claim(first)
        try town.run(assignment)
        try town.land(try town.request(try #require(try town.done(assignment).request)))
        try town.send(ConvoyFeed(convoy: id, bead: second), as: .mayor)
        #expect(try queue() == [second.text])
    }

    @Test("what can't be is an error: nothing is written, and everything that was found is told")
    func errors() throws {
        let ended = try town.bead("ended")
        try town.send(BeadClose(id: ended, reason: "enough"))
        let homeless = try town.bead("homeless", rig: nil)
        let gate = try town.send(EscalationRaise(severity: .low, text: "look")).bead.id
        let reply = try town.send(ConvoyStage(beads: [ended, homeless, gate]))
        #expect(reply.convoy == nil)
        #expect(
            Set(reply.findings.filter { $0.severity == .error }.map { "\($0.rule.rawValue) \($0.bead)" })
                == ["closed \(ended)", "no-rig \(homeless)", "not-work \(gate)", "no-rig \(gate)"])
        #expect(try town.ask(ConvoyList(includeEnded: true)).convoys.isEmpty)
        let home = try town.send(ConvoyStage(beads: [homeless], rig: VerbTown.beads))
        #expect(home.convoy?.feeding?.rig == VerbTown.beads && home.findings.isEmpty)
        #expect(refusal { try town.send(ConvoyStage(beads: [])) } == .invalid)
        #expect(refusal { try town.send(ConvoyStage(beads: [try town.bead("e", type: .epic)])) } == .conflict)
    }

    @Test("what stands in the way for now is a warning: it is staged, and launched by force, without what can't go")
    func warnings() throws {
        try town.set(VerbTown.beads) { $0.state = .parked }
        let parked = try town.bead("parked", rig: VerbTown.beads)
        let blocker = try town.bead("blocker")
        let waiting = try town.bead("waiting", needs: [blocker])
        let taken = try town.bead("taken")
        try town.send(WorkSling(beads: [taken]))
        let free = try town.bead("free")
        let reply = try town.send(ConvoyStage(beads: [parked, waiting, taken, free], launch: true))
        let staged = try #require(reply.convoy)
        #expect(staged.state == .staged)
        #expect(
            reply.findings.map { "\($0.severity.rawValue) \($0.rule.rawValue) \($0.bead)" } == [
                "warning parked-rig \(parked)", "warning outside \(waiting)", "warning taken \(taken)",
                "warning other-convoy \(taken)",
            ])
        #expect(refusal { try town.send(ConvoyLaunch(convoy: staged.id)) } == .conflict)
        #expect(try town.send(ConvoyLaunch(convoy: staged.id, force: true)).slung.map(\.bead) == [free])
        #expect(try queue() == [free, taken].map(\.text).sorted())
    }

    @Test("a convoy that nobody feeds, or one that is staged, is looked at anew, with what has joined its epic")
    func again() throws {
        let epic = try town.bead("epic", type: .epic)
        let first = try town.bead("first", parent: epic)
        let id = try #require(try town.send(ConvoyStage(beads: [epic])).convoy).id
        let second = try town.bead("second", parent: epic)
        let again = try town.send(ConvoyStage(beads: [], convoy: id, title: "named")).convoy
        #expect(again?.id == id && again?.members.map(\.bead) == [first, second] && again?.title == "named")
        let manual = try town.send(ConvoyCreate(title: "by hand", beads: [try town.bead()])).convoy.id
        #expect(try town.send(ConvoyStage(beads: [], convoy: manual)).convoy?.state == .staged)
        try town.send(ConvoyLaunch(convoy: id))
        #expect(refusal { try town.send(ConvoyStage(beads: [], convoy: id)) } == .conflict)
    }

    @Test("a ring is told as one, and whoever is in it or behind it is in no wave")
    func rings() {
        func bead(_ number: Int) -> BeadID { valid(BeadID.self, "gt-\(number)") }
        let needs = [bead(1): [bead(2)], bead(2): [bead(1)], bead(3): [bead(1)], bead(4): [], bead(5): [bead(4)]]
        #expect(Staging.rings(needs) == [[bead(1), bead(2)]])
        #expect(Staging.waves(needs) == [bead(4): 1, bead(5): 2])
    }

    @Test("of any graph without rings, a wave is one more than the last that is needed, and everybody is in one")
    func property() {
        var random = SeededRandom(seed: 20)
        for _ in 0..<100 {
            let beads = (0..<Int.random(in: 1...30, using: &random)).map { valid(BeadID.self, "gt-\($0)") }
            var needs: [BeadID: [BeadID]] = [:]
            for (index, bead) in beads.enumerated() {
                needs[bead] = beads[..<index].filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            }
            let waves = Staging.waves(needs)
            #expect(Staging.rings(needs).isEmpty)
            for bead in beads {
                #expect(waves[bead] == (needs[bead] ?? []).map { waves[$0] ?? 0 }.max().map { $0 + 1 } ?? 1)
            }
        }
    }
}
