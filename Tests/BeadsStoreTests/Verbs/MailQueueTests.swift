import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Letters that one of many takes")
struct MailQueueTests {
    let town: VerbTown
    private let triage = valid(MailListName.self, "triage")
    private let crew = ["ann", "bea"].map {
        Speaker(actor: .crew(VerbTown.gastown, valid(AgentName.self, $0)))
    }

    init() throws {
        town = try VerbTown()
        for member in crew {
            let added = try town.send(CrewAdd(agent: member.actor)).resident
            try town.send(CrewPlaced(agent: member.actor, number: added.number, base: .test(1)))
        }
    }

    private func make(_ claimers: String...) throws {
        let targets = claimers.map { valid(MailTarget.self, $0) }
        try town.send(MailQueueCreate(name: triage, claimers: targets.isEmpty ? nil : targets))
    }

    @discardableResult
    private func put(_ subject: String, _ priority: Priority = .normal, to: [Address] = []) throws -> Mail {
        try town.send(
            MailSend(to: to, subject: subject, body: "b", priority: priority, lists: [.queue(triage)])
        ).mail
    }

    private func claim(as speaker: Speaker, from queue: MailListName? = nil) throws -> Mail? {
        try town.send(MailClaim(queue: queue), as: speaker).mail
    }

    private func inbox(_ speaker: Speaker) throws -> [BeadID] {
        try town.ask(MailInbox(owner: speaker.actor)).mails.map(\.id)
    }

    private func waiting() throws -> [String] {
        try town.ask(MailQueueShow(name: triage)).waiting.map(\.subject)
    }

    @Test("one letter lies in the queue, in nobody's inbox, and one event tells of it")
    func put() throws {
        try make()
        let mail = try put("a")
        #expect(mail.to.isEmpty && mail.lists == [.queue(triage)])
        #expect(try town.count("SELECT count(*) FROM deliveries") == 0)
        let told = town.events.filter { $0.kind == .mailSent }
        #expect(told.map(\.subject) == [mail.id.text] && told[0].data.mail?.body == nil)
        let reply = try town.ask(MailQueueShow(name: triage))
        #expect(reply.waiting.map(\.id) == [mail.id] && reply.waiting[0].body == nil)
        #expect(reply.waitingCount == 1 && reply.claimedCount == 0)
    }

    @Test("the most urgent is taken first, the oldest of these; each by one, who has it in the inbox, read")
    func order() throws {
        try make()
        for (subject, priority) in [("c", .normal), ("a", .critical), ("d", .normal), ("b", .high)]
            as [(String, Priority)]
        {
            try put(subject, priority)
        }
        #expect(try waiting() == ["a", "b", "c", "d"])
        var taken: [String] = []
        for turn in 0..<4 {
            let mail = try #require(try claim(as: crew[turn % 2]))
            #expect(mail.body == "b" && mail.readAt == town.now)
            #expect(try inbox(crew[turn % 2]).first == mail.id)
            taken.append(mail.subject)
        }
        #expect(taken == ["a", "b", "c", "d"])
        #expect(try claim(as: crew[0]) == nil)
        #expect(try inbox(crew[0]).count == 2 && inbox(crew[1]).count == 2)
        #expect(try town.ask(MailInbox(owner: crew[0].actor)).unreadCount == 0)
        let events = town.events.filter { $0.kind == .mailClaimed }
        #expect(events.map(\.actor) == [crew[0], crew[1], crew[0], crew[1]].map(\.actor))
        #expect(events.allSatisfy { $0.data.note == "queue:triage" && $0.data.mail?.body == nil })
    }

    @Test("what is given up is back in its place, before what came later, and out of the inbox")
    func release() throws {
        try make()
        let first = try put("a")
        try put("b")
        #expect(try claim(as: crew[0])?.id == first.id)
        #expect(refusal { try town.send(MailRelease(id: first.id), as: crew[1]) } == .notFound)
        try town.send(MailRelease(id: first.id), as: crew[0])
        #expect(try waiting() == ["a", "b"] && inbox(crew[0]).isEmpty)
        #expect(refusal { try town.send(MailRelease(id: first.id), as: crew[0]) } == .notFound)
        #expect(try claim(as: crew[1])?.id == first.id)
        // A person sees to it that nothing is stuck with somebody.
        try town.send(MailRelease(id: first.id))
        #expect(try waiting() == ["a", "b"] && inbox(crew[1]).isEmpty)
    }

    @Test("what is dealt with stays in the inbox and goes to nobody else")
    func done() throws {
        try make()
        let mail = try put("a")
        _ = try claim(as: crew[0])
        let reply = try town.send(MailRelease(id: mail.id, isDone: true), as: crew[0])
        #expect(reply.released.map(\.by) == [crew[0].actor])
        #expect(try inbox(crew[0]) == [mail.id] && waiting().isEmpty)
        #expect(try claim(as: crew[1]) == nil)
        #expect(town.events.last?.kind == .mailReleased && town.events.last?.data.note?.contains("dealt with") == true)
    }

    @Test("a letter that its taker was written to as well stays in the inbox when it is given up")
    func ownCopy() throws {
        try make()
        let mail = try put("a", to: [crew[0].actor])
        _ = try claim(as: crew[0])
        try town.send(MailRelease(id: mail.id), as: crew[0])
        #expect(try inbox(crew[0]) == [mail.id] && waiting() == ["a"])
    }

    @Test("only those take letters for whom a queue is, by name, kind or group; the overseer always may")
    func claimers() throws {
        try make("@crew/gastown", "deacon/")
        for subject in ["a", "b", "c"] { try put(subject) }
        #expect(refusal { _ = try claim(as: .mayor, from: triage) } == .forbidden)
        #expect(try claim(as: .mayor) == nil)
        #expect(try claim(as: crew[0], from: triage)?.subject == "a")
        #expect(try claim(as: Speaker(actor: .deacon))?.subject == "b")
        #expect(try claim(as: .overseer)?.subject == "c")
        #expect(
            refusal { try town.send(MailQueueCreate(name: valid(MailListName.self, "x"), claimers: [])) } == .invalid)
    }

    @Test("of several queues the most urgent letter comes first; one in two queues is dealt with in each")
    func several() throws {
        try make()
        let other = valid(MailListName.self, "other")
        try town.send(MailQueueCreate(name: other))
        try put("a")
        try town.send(MailSend(to: [], subject: "b", body: "", priority: .high, lists: [.queue(other)]))
        #expect(try claim(as: crew[0])?.subject == "b")
        #expect(try claim(as: crew[0])?.subject == "a")
        let both = try town.send(
            MailSend(to: [], subject: "c", body: "", lists: [.queue(other), .queue(triage)])
        ).mail
        for _ in 0..<2 { #expect(try claim(as: crew[1])?.id == both.id) }
        #expect(try inbox(crew[1]) == [both.id])
        #expect(try town.send(MailRelease(id: both.id), as: crew[1]).released.count == 2)
        #expect(try inbox(crew[1]).isEmpty && waiting() == ["c"])
    }

    @Test("what somebody took and did not deal with goes back when that worker is retired, or leaves the town")
    func gone() throws {
        try make()
        let work = try town.working(try town.bead())
        let (first, second) = (try put("a"), try put("b"))
        #expect(try claim(as: .session(work))?.id == first.id)
        #expect(try claim(as: crew[0])?.id == second.id)
        try town.done(work)
        #expect(try waiting().isEmpty)
        try town.send(AssignmentRetired(number: work.number, rescueRef: nil), as: .witness)
        #expect(try waiting() == ["a"])
        #expect(try town.ask(MailInbox(owner: work.agent)).mails.isEmpty)
        let number = try #require(try town.ask(CrewList()).crew.first { $0.resident.agent == crew[0].actor })
        try town.send(CrewRemove(agent: crew[0].actor))
        try town.send(CrewRemoved(agent: crew[0].actor, number: number.resident.number, rescueRef: nil))
        #expect(try waiting() == ["a", "b"])
    }

    @Test("a rig that is removed gives back what its workers took; one that is parked does not")
    func removedRig() throws {
        try make()
        let (first, second) = (try put("a"), try put("b"))
        #expect(try claim(as: crew[0])?.id == first.id)
        #expect(try claim(as: .mayor)?.id == second.id)
        try town.send(RigSetState(name: VerbTown.gastown, state: .parked))
        #expect(try waiting().isEmpty)
        try town.send(RigSetState(name: VerbTown.gastown, state: .removed))
        #expect(try waiting() == ["a"])
        #expect(try inbox(crew[0]).isEmpty && inbox(.mayor) == [second.id])
    }

    @Test("who has another name now still has what was taken")
    func renamed() throws {
        try make("gastown/crew/ann")
        let mail = try put("a")
        _ = try claim(as: crew[0])
        try town.send(CrewRename(agent: crew[0].actor, name: valid(AgentName.self, "eve")))
        let eve = Speaker(actor: .crew(VerbTown.gastown, valid(AgentName.self, "eve")))
        let reply = try town.ask(MailQueueShow(name: triage))
        #expect(reply.claimed.map(\.by) == [eve.actor] && reply.queue.claimers == [.agent(eve.actor)])
        try town.send(MailRelease(id: mail.id), as: eve)
        #expect(try claim(as: eve)?.id == mail.id)
    }

    @Test("a queue with letters is taken away only when it is said where they go")
    func delete() throws {
        try make()
        let (first, second) = (try put("a"), try put("b"))
        _ = try claim(as: crew[0])
        #expect(refusal { try town.send(MailQueueDelete(name: triage)) } == .conflict)
        try town.send(MailQueueDelete(name: triage, force: true))
        #expect(try inbox(.overseer) == [second.id] && inbox(crew[0]) == [first.id])
        #expect(try town.ask(MailInbox()).unreadCount == 1)
        #expect(try town.count("SELECT count(*) FROM queued_letters") == 0)
        #expect(refusal { try put("c") } == .notFound)
        try make()
        try town.send(MailQueueDelete(name: triage))
    }

    @Test("a queue has room for so many letters, and one worker for so many of them")
    func bounded() throws {
        try make()
        for number in 0..<MailLimits.queueLettersMax { try put("letter \(number)") }
        #expect(refusal { try put("too many") } == .conflict)
        for _ in 0..<MailLimits.claimsMax { #expect(try claim(as: crew[0]) != nil) }
        #expect(refusal { _ = try claim(as: crew[0]) } == .conflict)
        try put("there is room again")
    }

    @Test("every letter lies somewhere, whatever is done with it")
    func nothingIsLost() throws {
        try make()
        var dealt = 0
        for round in 0..<40 {
            try put("letter \(round)", Priority(rawValue: round % 5) ?? .normal)
            let speaker = crew[round % 2]
            guard round % 3 != 0, let mail = try claim(as: speaker) else { continue }
            if round % 4 == 1 {
                try town.send(MailRelease(id: mail.id, isDone: true), as: speaker)
                dealt += 1
            } else if round % 4 == 2 {
                try town.send(MailRelease(id: mail.id), as: speaker)
            }
        }
        #expect(dealt > 5)
        #expect(town.events.count { $0.kind == .mailSent } == 40)
        #expect(try town.count("SELECT count(*) FROM mails") == 40)
        #expect(try town.count("SELECT count(*) FROM queued_letters") == 40 - dealt)
        let lost = """
            SELECT count(*) FROM mails WHERE id NOT IN (SELECT mail FROM queued_letters WHERE claimant IS NULL)
            AND id NOT IN (SELECT mail FROM deliveries)
            """
        #expect(try town.count(lost) == 0)
        #expect(try town.count("SELECT count(*) FROM deliveries WHERE mail NOT IN (SELECT id FROM mails)") == 0)
        #expect(try town.count("SELECT count(*) FROM deliveries GROUP BY mail HAVING count(*) > 1") == 0)
    }
}
