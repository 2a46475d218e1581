import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Troubles of agents that the reference implementation is known for, by their number in the list of them, and what the
/// ledger has against each.
@Suite("Known problems of agents, guarded by the ledger")
struct AgentProblemTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("problem 19: a notice that is heard of twice is carried out once")
    func problem19() throws {
        let id = try town.bead()
        let convoy = try #require(try town.send(WorkSling(beads: [id])).convoy)
        let request = try town.request(try #require(try town.done(try town.claimAndRun(id)).request))
        try town.land(request)
        try town.send(ConvoyLanded(convoy: convoy, generation: 1), as: .mayor)
        let letters = try town.count("SELECT count(*) FROM beads WHERE type = 'message'")
        let landed = town.events.count { $0.kind == .convoyLanded }
        _ = refusal { try town.send(ConvoyLanded(convoy: convoy, generation: 1), as: .mayor) }
        #expect(try town.count("SELECT count(*) FROM beads WHERE type = 'message'") == letters)
        #expect(town.events.count { $0.kind == .convoyLanded } == landed && landed == 1)
    }

    @Test("problem 20: an agent has one live session; whoever begins a second is refused by the ledger itself")
    func problem20() throws {
        let work = try town.working(try town.bead())
        #expect(throws: SQLiteFailure.self) {
            try town.database.run(
                """
                INSERT INTO sessions (incarnation, agent, rig, assignment, state, value)
                SELECT 's-second', agent, rig, assignment, state, value FROM sessions WHERE incarnation = ?
                """, .text(work.incarnation.text))
        }
    }

    @Test("problem 27: a word for now is gone after its time, whoever restarts; what is to stay is a letter")
    func problem27() throws {
        let work = try town.working(try town.bead())
        let nudge = try town.send(NudgeSend(to: work.agent, text: "main is red", timeToLiveSeconds: 60)).nudge
        town.now = town.now.advanced(by: .seconds(61))
        try town.fire(.expireNudge(nudge.number))
        #expect(try town.ask(PrimeShow(agent: work.agent)).nudges.isEmpty)
        try town.send(MailSend(to: [work.agent], subject: "stays", body: ""))
        town.now = town.now.advanced(by: .seconds(7 * 24 * 3600))
        #expect(try town.ask(PrimeShow(agent: work.agent)).unreadCount == 1)
    }

    @Test("problem 30: a polecat and a crew member of one name have a mailbox each; a letter to nobody is refused")
    func problem30() throws {
        let work = try town.working(try town.bead())
        let name = try #require(work.agent.name)
        let twin = try #require(Address("\(work.rig)/crew/\(name)"))
        #expect(twin != work.agent)
        #expect(refusal { try town.send(MailSend(to: [twin], subject: "to a twin", body: "")) } != nil)
        try town.send(MailSend(to: [work.agent], subject: "to you", body: ""))
        #expect(try town.ask(PrimeShow(agent: work.agent)).unreadCount == 1)
    }

    @Test("problem 40: a rig that is full takes nobody more, however the work was given out")
    func problem40() throws {
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 1 }
        _ = try town.claimed(try town.bead("first"))
        let second = try town.bead("second")
        try town.send(WorkSling(beads: [second], noConvoy: true))
        #expect(refusal { try town.send(DispatchClaim(bead: second, attempt: 1), as: .witness) } == .conflict)
        #expect(try town.show(second).status == .open)
    }
}
