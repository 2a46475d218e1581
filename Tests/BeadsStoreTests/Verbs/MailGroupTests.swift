import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Letters to several by one name")
struct MailGroupTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func letter(_ lists: String..., to: [Address] = [], as speaker: Speaker = .overseer) throws -> Mail {
        try town.send(
            MailSend(to: to, subject: "a", body: "b", lists: lists.map { valid(MailTarget.self, $0) }), as: speaker
        ).mail
    }

    private func name(_ text: String) -> MailListName { valid(MailListName.self, text) }

    @discardableResult
    private func make(_ name: String, _ members: String..., as speaker: Speaker = .overseer) throws -> MailGroupReply {
        try town.send(
            MailGroupCreate(name: self.name(name), members: members.map { valid(MailTarget.self, $0) }), as: speaker)
    }

    private func inbox(_ owner: Address) throws -> [BeadID] { try town.ask(MailInbox(owner: owner)).mails.map(\.id) }

    @Test("everybody of a kind gets one copy, the writer none, and the letter says to whom it was written")
    func everybody() throws {
        let mail = try letter("@town", to: [.mayor])
        let rigs = [VerbTown.beads, VerbTown.gastown]
        let expected = [.mayor, .deacon] + rigs.flatMap { [.witness($0), .refinery($0)] as [Address] }
        #expect(mail.to == expected.sorted() && mail.lists == [.everybody(.town)])
        for reader in expected { #expect(try inbox(reader) == [mail.id]) }
        #expect(try inbox(.overseer).isEmpty)
        let told = town.events.filter { $0.kind == .mailSent }
        #expect(told.map(\.stream).count == 3 && Set(told.map(\.subject)) == [mail.id.text])
        #expect(told.allSatisfy { $0.data.mail?.body == nil && $0.data.mail?.lists == mail.lists })
        #expect(try town.count("SELECT count(*) FROM mails") == 1)
    }

    @Test("who is named and in two groups besides gets it once")
    func once() throws {
        try make("chiefs", "mayor/", "@witnesses")
        let mail = try letter("@rig/gastown", "group:chiefs", to: [.mayor])
        #expect(try inbox(.mayor) == [mail.id])
        #expect(try inbox(.witness(VerbTown.gastown)) == [mail.id])
        #expect(try town.count("SELECT count(*) FROM deliveries") == 4)
    }

    @Test("nobody there, nobody but the writer, no such rig, no such group: refused, and nothing is stored")
    func nobody() throws {
        #expect(refusal { _ = try letter("@dogs") } == .conflict)
        #expect(refusal { _ = try letter("@overseer") } == .conflict)
        #expect(refusal { _ = try letter("@rig/nowhere") } == .notFound)
        #expect(refusal { _ = try letter("group:nobody") } == .notFound)
        #expect(refusal { _ = try letter("@dogs", to: [.mayor]) } == .conflict)
        #expect(try town.count("SELECT count(*) FROM mails") == 0)
    }

    @Test("a letter has so many readers and no more")
    func bounded() throws {
        for number in 1...MailLimits.readersMax {
            try town.database.run(
                "INSERT INTO agents (address, rig, created_at) VALUES (?, 'gastown', 1)",
                .text("gastown/polecats/p\(number)"))
        }
        let mail = try letter("@polecats")
        #expect(mail.to.count == MailLimits.readersMax)
        #expect(refusal { _ = try letter("@rig/gastown") } == .tooLarge)
        let answer = try town.send(MailSend(to: [], subject: "", body: "", replyTo: mail.id)).mail
        #expect(answer.to == mail.to, "whoever goes on after such a letter reaches them again")
    }

    @Test("workers of a rig that was removed are in no group")
    func removedRig() throws {
        let polecat = try town.working(try town.bead()).agent
        #expect(try letter("@polecats").to == [polecat])
        try town.set(VerbTown.gastown) { $0.state = .removed }
        #expect(refusal { _ = try letter("@polecats") } == .conflict)
    }

    @Test("a group is made of agents, kinds and groups; who that is, is found out when a letter is stored")
    func nested() throws {
        try make("inner", "mayor/")
        let outer = try make("outer", "group:inner", "@refineries", "deacon/")
        let refineries = [VerbTown.beads, VerbTown.gastown].map(Address.refinery)
        #expect(outer.agents == ([.mayor, .deacon] + refineries).sorted())
        #expect(try letter("group:outer").to == outer.agents)
        try town.send(
            MailGroupChange(
                name: name("inner"), add: [.agent(.witness(VerbTown.gastown))], remove: [.agent(.mayor)]))
        let mail = try letter("group:outer")
        #expect(mail.to == ([.deacon, .witness(VerbTown.gastown)] + refineries).sorted())
        #expect(try town.ask(MailGroupShow(name: name("outer"))).agents == mail.to)
        #expect(try town.ask(MailGroupList()).groups.map(\.group.name.text) == ["inner", "outer"])
        #expect(
            town.events.filter { $0.kind == .mailListChanged }.map(\.subject)
                == ["group:inner", "group:outer", "group:inner"])
    }

    @Test("no group is a part of itself, however long the way: the error names it")
    func circle() throws {
        try make("a", "mayor/")
        try make("b", "group:a")
        try make("c", "group:b")
        for (group, member) in [("a", "c"), ("a", "a")] {
            let change = MailGroupChange(name: name(group), add: [.group(name(member))])
            let error = #expect(throws: WireError.self) { try town.send(change) }
            #expect(error?.code == .conflict && error?.message.contains("part of itself") == true)
            if member == "c" { #expect(error?.message.contains("it has c, which has b, which has a") == true) }
        }
        #expect(refusal { try make("d", "group:d") } == .conflict)
        #expect(try town.ask(MailGroupShow(name: name("a"))).group.members == [.agent(.mayor)])
    }

    @Test("what is there already, is not there, is a place or is used by another group is refused")
    func refused() throws {
        try make("a", "mayor/")
        try make("b", "group:a")
        #expect(refusal { try make("a", "mayor/") } == .already)
        #expect(refusal { try make("c", "group:x") } == .notFound)
        #expect(refusal { try make("c", "gastown/crew/nobody") } == .notFound)
        #expect(refusal { try make("c", "queue:a") } == .invalid)
        #expect(
            refusal { try town.send(MailGroupChange(name: name("b"), remove: [.agent(.mayor)])) } == .notFound)
        #expect(refusal { try town.send(MailGroupDelete(name: name("a"))) } == .conflict)
        #expect(refusal { try town.send(MailGroupDelete(name: name("x"))) } == .notFound)
        try town.send(MailGroupDelete(name: name("b")))
        try town.send(MailGroupDelete(name: name("a")))
        #expect(try town.ask(MailGroupList()).groups.isEmpty)
    }

    @Test("the overseer, the Mayor and crew keep groups; who works in the town, or serves it, does not")
    func rights() throws {
        let worker = Speaker.session(try town.working(try town.bead()))
        for speaker in [worker, .witness, .refinery] {
            #expect(refusal { try make("a", "mayor/", as: speaker) } == .forbidden)
        }
        let crew = Speaker(actor: .crew(VerbTown.gastown, valid(AgentName.self, "ann")))
        try make("a", "mayor/", as: crew)
        try make("b", "mayor/", as: .mayor)
        #expect(refusal { try town.send(MailGroupDelete(name: name("a")), as: worker) } == .forbidden)
    }

    @Test("a member who has another name now is in the group by that, and who has left the town is not")
    func renamed() throws {
        let ann = Address.crew(VerbTown.gastown, valid(AgentName.self, "ann"))
        let bea = Address.crew(VerbTown.gastown, valid(AgentName.self, "bea"))
        let added = try town.send(CrewAdd(agent: ann)).resident
        try town.send(CrewPlaced(agent: ann, number: added.number, base: .test(1)))
        try make("a", ann.description, "mayor/")
        try town.send(CrewRename(agent: ann, name: valid(AgentName.self, "bea")))
        #expect(try letter("group:a").to == [bea, .mayor].sorted())
        try town.send(CrewPlaced(agent: bea, number: added.number, base: .test(1)))
        try town.send(CrewRemove(agent: bea))
        try town.send(CrewRemoved(agent: bea, number: added.number, rescueRef: nil))
        #expect(try town.ask(MailGroupShow(name: name("a"))).group.members == [.agent(.mayor)])
    }
}
