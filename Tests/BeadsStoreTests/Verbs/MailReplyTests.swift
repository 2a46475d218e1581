import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Answers to letters")
struct MailReplyTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("an answer goes to the writer, says Re: once and stays in the thread of the first letter")
    func thread() throws {
        let first = try town.send(MailSend(to: [.mayor], subject: "Friday", body: "")).mail
        #expect(first.thread == nil && first.replyTo == nil && first.type == nil)
        let answer = try town.send(MailSend(to: [], subject: "", body: "yes", replyTo: first.id), as: .mayor).mail
        #expect(answer.to == [.overseer] && answer.subject == "Re: Friday" && answer.type == .reply)
        #expect(answer.thread == first.id && answer.replyTo == first.id)
        let next = try town.send(MailSend(to: [], subject: " ", body: "", replyTo: answer.id)).mail
        #expect(next.to == [.mayor] && next.subject == "Re: Friday")
        #expect(next.thread == first.id && next.replyTo == answer.id)
    }

    @Test("who goes on after a letter of their own writes to its readers again")
    func own() throws {
        let first = try town.send(MailSend(to: [.mayor, .deacon], subject: "Re: x", body: "")).mail
        let next = try town.send(MailSend(to: [], subject: "", body: "", replyTo: first.id)).mail
        #expect(next.to == first.to && next.subject == "Re: x")
    }

    @Test("readers, subject and type that are said stand")
    func said() throws {
        let first = try town.send(MailSend(to: [.mayor], subject: "a", body: "")).mail
        let answer = try town.send(
            MailSend(to: [.deacon], subject: "b", body: "", type: .task, replyTo: first.id), as: .mayor
        ).mail
        #expect(answer.to == [.deacon] && answer.subject == "b" && answer.type == .task)
        #expect(answer.thread == first.id)
    }

    @Test("nobody answers a letter that they neither got nor wrote, or that is none")
    func others() throws {
        let first = try town.send(MailSend(to: [.deacon], subject: "a", body: "")).mail
        let answer = MailSend(to: [], subject: "", body: "", replyTo: first.id)
        #expect(refusal { try town.send(answer, as: .mayor) } == .notFound)
        let none = MailSend(to: [.mayor], subject: "a", body: "", replyTo: valid(BeadID.self, "hq-none"))
        #expect(refusal { try town.send(none) } == .notFound)
        #expect(refusal { try town.send(MailSend(to: [], subject: "a", body: "")) } == .invalid)
        #expect(try town.ask(MailInbox(owner: .overseer)).mails.isEmpty)
    }

    @Test("a copy arrives once with each, is told in their streams, and is none for those written to")
    func copies() throws {
        let witness = Address.witness(VerbTown.gastown)
        let mail = try town.send(
            MailSend(to: [.mayor], subject: "a", body: "", copies: [witness, .mayor, witness])
        ).mail
        #expect(mail.to == [.mayor] && mail.copies == [witness])
        for owner in [Address.mayor, witness] {
            let inbox = try town.ask(MailInbox(owner: owner))
            #expect(inbox.mails.map(\.id) == [mail.id] && inbox.unreadCount == 1)
        }
        #expect(Set(town.events.map(\.stream)) == [.town, .rig(VerbTown.gastown)])
        let nobody = Address.polecat(VerbTown.gastown, valid(AgentName.self, "nux"))
        let lost = MailSend(to: [.mayor], subject: "a", body: "", copies: [nobody])
        #expect(refusal { try town.send(lost) } == .notFound)
        #expect(try town.ask(MailInbox(owner: .mayor)).unreadCount == 1)
    }

    @Test("the subject of an answer is cut to what a subject may be")
    func longSubject() throws {
        let long = String(repeating: "ä", count: BeadLimits.titleBytesMax / 2)
        let first = try town.send(MailSend(to: [.mayor], subject: long, body: "")).mail
        let answer = try town.send(MailSend(to: [], subject: "", body: "", replyTo: first.id), as: .mayor).mail
        #expect(answer.subject.hasPrefix("Re: ä") && answer.subject.utf8.count <= BeadLimits.titleBytesMax)
    }
}
