import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Convoys")
struct ConvoyVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func convoy(_ id: BeadID) throws -> Convoy { try town.ask(ConvoyShow(id: id.text)).convoy }

    @Test("a member's change is a change of the convoy, in the town's stream, in the same transaction")
    func changes() throws {
        let id = try town.bead(rig: VerbTown.beads)
        let convoy = try town.send(ConvoyCreate(title: "release", beads: [id])).convoy
        try town.send(BeadUpdate(id: id, priority: .critical))
        let event = try #require(town.events.last)
        #expect(event.kind == .convoyChanged && event.stream == .town)
        #expect(event.data.convoy?.members.map(\.priority) == [.critical])
        #expect(try self.convoy(convoy.id) == event.data.convoy)
    }

    @Test("it lands when every member has ended, however, and tells owner and watchers once how")
    func landed() throws {
        let beads = try (0..<3).map { try town.bead("bead \($0)") }
        let id = try town.send(ConvoyCreate(title: "release", beads: beads)).convoy.id
        try town.send(ConvoyWatch(convoy: id, watch: true), as: .mayor)
        let land = ConvoyLanded(convoy: id, generation: 1)
        #expect(refusal { try town.send(land, as: .mayor) } == .conflict)
        try town.land(try town.submitted(beads[0]))
        try town.done(try town.working(beads[1]), .noChange, head: nil, message: "was so")
        try town.send(BeadClose(id: beads[2], reason: "not needed"))
        #expect(try convoy(id).members.map(\.ending) == ["landed", "no-change", "by hand"])
        #expect(refusal { try town.send(land) } == .forbidden)
        try town.send(land, as: .mayor)
        try town.send(land, as: .mayor)
        for owner in [Address.overseer, .mayor] {
            let inbox = try town.ask(MailInbox(owner: owner))
            #expect(inbox.mails.map(\.subject) == ["release: landed (1 landed, 1 no-change, 1 by hand)"])
        }
        #expect(try town.ask(ConvoyList()).convoys.isEmpty)
        #expect(try town.ask(ConvoyList(includeEnded: true)).convoys.map(\.state) == [.landed])
    }

    @Test("adding to a landed convoy, or reopening a member, reopens it as the next generation")
    func reopened() throws {
        let first = try town.bead("first")
        let id = try town.send(ConvoyCreate(title: "release", beads: [first])).convoy.id
        try town.send(BeadClose(id: first, reason: "enough"))
        try town.send(ConvoyLanded(convoy: id, generation: 1), as: .mayor)
        let reopened = try town.send(ConvoyAdd(convoy: id, beads: [try town.bead("second")])).convoy
        #expect(reopened.state == .open && reopened.generation == 2)
        #expect(refusal { try town.send(ConvoyLanded(convoy: id, generation: 1), as: .mayor) } == .conflict)
        try town.send(BeadClose(id: reopened.members[1].bead, reason: "enough"))
        try town.send(ConvoyLanded(convoy: id, generation: 2), as: .mayor)
        try town.send(BeadReopen(id: first, reason: "again"))
        #expect(try convoy(id).generation == 3)
    }

    @Test("closed by hand it takes nothing more, and its members stay as they are")
    func closed() throws {
        let bead = try town.bead()
        let id = try town.send(ConvoyCreate(title: "release", beads: [bead])).convoy.id
        #expect(try town.send(ConvoyClose(convoy: id, reason: "changed my mind")).convoy.state == .closed)
        #expect(refusal { try town.send(ConvoyAdd(convoy: id, beads: [bead])) } == .conflict)
        #expect(try town.show(bead).disposition == .ready)
    }

    @Test("a convoy tracks an epic's open leaves, work only, and is found by the beginning of its id")
    func members() throws {
        let epic = try town.bead("epic", type: .epic)
        let leaf = try town.bead("leaf", parent: epic)
        let gate = try town.send(EscalationRaise(severity: .low, text: "look")).bead.id
        let convoy = try town.send(ConvoyCreate(title: "all", beads: [epic, leaf])).convoy
        #expect(convoy.members.map(\.bead) == [leaf])
        #expect(refusal { try town.send(ConvoyCreate(title: "no", beads: [gate])) } == .invalid)
        #expect(refusal { try town.send(ConvoyCreate(title: "no", beads: [convoy.id])) } == .notFound)
        #expect(try town.ask(ConvoyShow(id: String(convoy.id.text.dropLast()))).convoy.id == convoy.id)
        #expect(refusal { _ = try town.ask(ConvoyShow(id: "hq-cv-zzzzzzzz")) } == .notFound)
        _ = try town.send(ConvoyCreate(title: "more", beads: [leaf]))
        #expect(refusal { _ = try town.ask(ConvoyShow(id: "hq-cv-")) } == .ambiguous)
    }
}

@Suite("Letters, nudges, escalations")
struct LetterVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("a letter arrives once with each recipient; its body is in no event")
    func mail() throws {
        let witness = Address.witness(VerbTown.gastown)
        let mail = try town.send(
            MailSend(to: [.mayor, witness, .mayor], subject: "hello", body: "a secret")
        ).mail
        #expect(mail.to == [witness, .mayor])
        #expect(town.events.map(\.kind) == [.mailSent, .mailSent])
        #expect(Set(town.events.map(\.stream)) == [.town, .rig(VerbTown.gastown)])
        #expect(town.events.allSatisfy { $0.data.mail?.body == nil })
        #expect(try town.ask(MailInbox(), as: .mayor).unreadCount == 1)
        #expect(try town.ask(MailInbox(), as: .mayor).mails.map(\.body) == [nil])
        #expect(try town.send(MailRead(id: mail.id), as: .mayor).mail.body == "a secret")
        town.now = town.now.advanced(by: .seconds(5))
        let again = try town.send(MailRead(id: mail.id), as: .mayor).mail
        #expect(again.readAt == mail.sentAt)
        #expect(try town.ask(MailInbox(unreadOnly: true), as: .mayor).mails.isEmpty)
        #expect(try town.ask(MailInbox(), as: .mayor).mails.count == 1)
    }

    @Test("nobody reads another's letters, and a letter to nobody known is refused with whom may be meant")
    func others() throws {
        let mail = try town.send(MailSend(to: [.mayor], subject: "hello", body: "a secret")).mail
        #expect(refusal { try town.send(MailRead(id: mail.id)) } == .notFound)
        let nobody = Address.polecat(VerbTown.gastown, valid(AgentName.self, "nux"))
        do {
            try town.send(MailSend(to: [.mayor, nobody], subject: "hello", body: ""))
            Issue.record("sent to nobody")
        } catch let error as WireError {
            #expect(error.code == .notFound && error.hint?.contains("gastown/witness") == true)
        }
        #expect(try town.ask(MailInbox(owner: .mayor)).unreadCount == 1)
        #expect(refusal { _ = try town.ask(MailInbox(), as: nil) } == .invalid)
    }

    @Test("a nudge needs somebody who hears it, is shown once, and is gone")
    func nudge() throws {
        let assignment = try town.working(try town.bead())
        let nudge = try town.send(NudgeSend(to: assignment.agent, text: "hurry")).nudge
        let prime = try town.ask(PrimeShow(), as: .session(assignment))
        #expect(prime.nudges.map(\.text) == ["hurry"])
        #expect(prime.hook.bead?.id == assignment.bead && prime.town == "Testing")
        #expect(try town.ask(PrimeShow(agent: assignment.agent)).nudges.map(\.text) == [nil])
        try town.send(NudgesDelivered(numbers: [nudge.number]), as: .session(assignment))
        #expect(try town.ask(PrimeShow(), as: .session(assignment)).nudges.isEmpty)
        try town.fire(.expireNudge(nudge.number))
        #expect(try town.ask(MailInbox(owner: .overseer)).mails.isEmpty)
        #expect(town.events.allSatisfy { $0.data.nudge?.text == nil })
        #expect(refusal { try town.send(NudgeSend(to: .mayor, text: "hurry")) } == .conflict)
        let nobody = Address.crew(VerbTown.gastown, valid(AgentName.self, "max"))
        #expect(refusal { try town.send(NudgeSend(to: nobody, text: "hurry")) } == .notFound)
        #expect(
            refusal { try town.send(NudgeSend(to: assignment.agent, text: "x", timeToLiveSeconds: 0)) } == .invalid)
    }

    @Test("a nudge that nobody asked for expires, and its sender is told")
    func expiry() throws {
        let assignment = try town.working(try town.bead())
        let nudge = try town.send(NudgeSend(to: assignment.agent, text: "hurry"), as: .mayor).nudge
        try town.fire(.expireNudge(nudge.number))
        #expect(town.events.contains { $0.kind == .nudgeExpired })
        #expect(try town.ask(MailInbox(owner: .mayor)).mails.count == 1)
        let other = try town.working(try town.bead())
        try town.send(NudgesDelivered(numbers: [nudge.number]), as: .session(other))
        #expect(town.events.last?.kind != .nudgeDelivered)
    }

    @Test("an escalation is one bead and one letter for each source while it is open")
    func escalation() throws {
        let raise = EscalationRaise(severity: .high, text: "the disk is full\nreally", source: "disk")
        let first = try town.send(raise, as: .mayor).bead
        #expect(first.title == "the disk is full" && first.type == .gate && first.priority == .high)
        #expect(try town.send(raise, as: .mayor).bead.id == first.id)
        #expect(try town.ask(MailInbox(owner: .overseer)).mails.count == 1)
        try town.send(BeadClose(id: first.id, reason: "made room"))
        #expect(try town.send(raise, as: .mayor).bead.id != first.id)
        #expect(refusal { try town.send(EscalationRaise(severity: .low, text: " ")) } == .invalid)
        let about = EscalationRaise(severity: .low, text: "x", about: BeadID("gt-none"))
        #expect(refusal { try town.send(about) } == .notFound)
        let convoy = try town.send(ConvoyCreate(title: "stuck", beads: [])).convoy.id
        let stuck = EscalationRaise(severity: .low, text: "nothing moves", about: convoy)
        #expect(refusal { try town.send(stuck, as: .mayor) } == nil)
    }

    @Test("a gate is opened by a person only, and nobody slips past it")
    func gate() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        try town.done(assignment, .review, message: "please look")
        let gate = try #require(try town.detail(id).edges.first { $0.type == .blocks })
        let worker = Speaker.session(try town.working(try town.bead()))
        for speaker in [worker, .mayor, .witness] {
            let close = BeadClose(id: gate.to, reason: "looks fine")
            #expect(refusal { try town.send(close, as: speaker) } == .forbidden)
            #expect(refusal { try town.send(EdgeRemove(edge: gate), as: speaker) } == .forbidden)
        }
        try town.send(BeadClose(id: gate.to, reason: "looks fine"))
        #expect(try town.show(id).disposition == .ready)
    }

    @Test("a person's reason that is too long is refused, a role's is cut, so that every event fits a message")
    func longReasons() throws {
        let id = try town.bead()
        let long = String(repeating: "x", count: 500_000)
        #expect(refusal { try town.send(BeadClose(id: id, reason: long)) } == .tooLarge)
        let assignment = try town.working(id)
        #expect(refusal { try town.send(NudgeSend(to: assignment.agent, text: long)) } == .tooLarge)
        try town.send(AssignmentReturn(number: assignment.number, reason: long), as: .witness)
        try town.endAll()
        let again = try town.claim(id)
        #expect(again.reason?.utf8.count ?? 0 < 5000)
        let mail = MailSend(to: [again.agent], subject: "long", body: String(repeating: "y", count: 250_000))
        for _ in 0..<6 { try town.send(mail) }
        let prime = try town.ask(PrimeShow(), as: .session(again))
        #expect(prime.unreadCount == 6 && prime.unread.count == 6)
    }

    @Test("an unknown agent has no empty hook: it is said to be unknown")
    func unknownHook() throws {
        let nobody = Address.polecat(VerbTown.gastown, valid(AgentName.self, "nux"))
        #expect(refusal { _ = try town.ask(HookShow(agent: nobody)) } == .notFound)
        #expect(refusal { _ = try town.ask(HookShow(), as: nil) } == .invalid)
        #expect(try town.ask(HookShow(agent: .mayor)).bead == nil)
    }
}
