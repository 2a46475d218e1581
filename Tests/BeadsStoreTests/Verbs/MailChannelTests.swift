import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Letters that are kept for all who look")
struct MailChannelTests {
    let town: VerbTown
    private let releases = valid(MailListName.self, "releases")
    private let reader = Speaker(actor: .crew(VerbTown.gastown, valid(AgentName.self, "ann")))

    init() throws {
        town = try VerbTown()
        let added = try town.send(CrewAdd(agent: reader.actor)).resident
        try town.send(CrewPlaced(agent: reader.actor, number: added.number, base: .test(1)))
    }

    private func make(keep: Int = 100, keepSeconds: Int64? = nil) throws {
        try town.send(MailChannelCreate(name: releases, keep: keep, keepSeconds: keepSeconds))
    }

    @discardableResult
    private func post(_ subject: String, to: [Address] = [], as speaker: Speaker = .overseer) throws -> Mail {
        try town.send(MailSend(to: to, subject: subject, body: "b", lists: [.channel(releases)]), as: speaker).mail
    }

    private func look(_ limit: Int = 10, as speaker: Speaker) throws -> [String] {
        try town.send(MailChannelRead(name: releases, limit: limit), as: speaker).letters.map(\.subject)
    }

    private func news(_ speaker: Speaker) throws -> [ChannelNews]? {
        try town.ask(NewsShow(), as: speaker).channels
    }

    private func new(_ count: Int) -> [ChannelNews] { [ChannelNews(channel: releases, count: count)] }

    @Test("a letter is stored once, in nobody's inbox, told by one event, and whoever looks reads it")
    func once() throws {
        try make()
        try town.send(MailChannelSubscribe(name: releases), as: reader)
        let mail = try post("1.0")
        #expect(mail.to.isEmpty && mail.lists == [.channel(releases)])
        #expect(try town.count("SELECT count(*) FROM deliveries") == 0)
        #expect(try town.count("SELECT count(*) FROM mails") == 1)
        #expect(town.events.filter { $0.kind == .mailSent }.map(\.subject) == [mail.id.text])
        let seen = try town.send(MailChannelRead(name: releases), as: .mayor)
        #expect(seen.letters.map(\.body) == ["b"] && seen.unseen == nil && seen.subscribers == 1 && seen.count == 1)
    }

    @Test("a subscriber is told how many are new: not those before, not their own, and none after a look")
    func cursor() throws {
        try make()
        try post("before")
        try town.send(MailChannelSubscribe(name: releases), as: reader)
        #expect(try news(reader) == nil)
        try post("a")
        try post("b")
        try post("mine", as: reader)
        #expect(try news(reader) == new(2))
        #expect(try !town.ask(NewsShow(), as: reader).isEmpty)
        #expect(try town.ask(MailChannelList(), as: reader).channels.map(\.unseen) == [2])
        // Subscribing again forgets nothing.
        try town.send(MailChannelSubscribe(name: releases), as: reader)
        #expect(try look(2, as: reader) == ["mine", "b"])
        #expect(try news(reader) == nil)
        try post("c")
        #expect(try news(reader) == new(1))
        try town.send(MailChannelSubscribe(name: releases, isSubscribed: false), as: reader)
        #expect(try news(reader) == nil && look(as: reader) == ["c", "mine", "b", "a", "before"])
    }

    @Test("an agent is told at its turn, and no stop is held for it")
    func turn() throws {
        try make()
        let work = try town.working(try town.bead())
        let session = Speaker.session(work)
        try town.send(MailChannelSubscribe(name: releases), as: session)
        try post("a")
        let news = try town.send(TurnStart(incarnation: work.incarnation), as: session)
        #expect(news.channels == new(1) && news.unreadCount == 0)
        let holds = try town.send(TurnEnd(incarnation: work.incarnation, mayHold: true), as: session).holds
        #expect(holds.map(\.kind) == [.work])
    }

    @Test("what is too much goes when the next is written, and the letter with it, unless it lies elsewhere too")
    func surplus() throws {
        try make(keep: 3)
        let first = try post("0", to: [.mayor])
        for number in 1...9 { try post("\(number)") }
        #expect(try look(as: reader) == ["9", "8", "7"])
        #expect(try town.count("SELECT count(*) FROM channel_letters") == 3)
        #expect(try town.count("SELECT count(*) FROM mails") == 4)
        #expect(try town.ask(MailInbox(owner: .mayor)).mails.map(\.id) == [first.id])
        #expect(try town.send(MailRead(id: first.id), as: .mayor).mail.body == "b")
    }

    @Test("what is too old is not shown from then on, and goes a few at a time when others come")
    func old() throws {
        try make(keep: 1000, keepSeconds: 60)
        try town.send(MailChannelSubscribe(name: releases), as: reader)
        for number in 1...(MailLimits.prunedMax + 5) { try post("\(number)") }
        town.now = town.now.advanced(by: .seconds(59))
        #expect(try news(reader) == new(MailLimits.prunedMax + 5))
        town.now = town.now.advanced(by: .seconds(1))
        #expect(try news(reader) == nil && look(as: reader).isEmpty)
        #expect(try town.ask(MailChannelList()).channels.map(\.count) == [0])
        try post("new")
        #expect(try town.count("SELECT count(*) FROM channel_letters") == 6)
        try post("newer")
        #expect(try town.count("SELECT count(*) FROM mails") == 2)
        #expect(try look(as: reader) == ["newer", "new"])
    }

    @Test("a letter of a channel is answered to its writer; one of two channels goes with the last")
    func answers() throws {
        try make(keep: 1)
        let other = valid(MailListName.self, "other")
        try town.send(MailChannelCreate(name: other, keep: 1))
        let mail = try town.send(
            MailSend(to: [], subject: "a", body: "", lists: [.channel(releases), .channel(other)]), as: .mayor
        ).mail
        let answer = try town.send(MailSend(to: [], subject: "", body: "", replyTo: mail.id), as: reader).mail
        #expect(answer.to == [.mayor] && answer.thread == mail.id)
        try post("b")
        #expect(try town.count("SELECT count(*) FROM mails WHERE id = '\(mail.id)'") == 1)
        try town.send(MailSend(to: [], subject: "c", body: "", lists: [.channel(other)]))
        #expect(try town.count("SELECT count(*) FROM mails WHERE id = '\(mail.id)'") == 0)
    }

    @Test("the subscription goes along with a name, and ends when its holder leaves")
    func renamed() throws {
        try make()
        try town.send(MailChannelSubscribe(name: releases), as: reader)
        try town.send(CrewRename(agent: reader.actor, name: valid(AgentName.self, "eve")))
        let eve = Address.crew(VerbTown.gastown, valid(AgentName.self, "eve"))
        try post("a")
        #expect(try news(Speaker(actor: eve)) == new(1))
        let resident = try #require(try town.ask(CrewList()).crew.first?.resident)
        try town.send(CrewPlaced(agent: eve, number: resident.number, base: .test(1)))
        try town.send(CrewRemove(agent: eve))
        try town.send(CrewRemoved(agent: eve, number: resident.number, rescueRef: nil))
        #expect(try town.count("SELECT count(*) FROM channel_readers") == 0)
    }

    @Test("a channel with letters goes only with them; bounds and rights are kept")
    func refused() throws {
        #expect(refusal { try post("a") } == .notFound)
        #expect(refusal { try make(keep: 0) } == .invalid)
        #expect(refusal { try make(keep: MailLimits.keepMax + 1) } == .invalid)
        #expect(refusal { try make(keepSeconds: -1) } == .invalid)
        try make()
        #expect(refusal { try make() } == .already)
        try post("a")
        #expect(refusal { try town.send(MailChannelDelete(name: releases), as: .witness) } == .forbidden)
        #expect(refusal { try town.send(MailChannelDelete(name: releases)) } == .conflict)
        try town.send(MailChannelDelete(name: releases, force: true))
        for table in ["mails", "channel_letters", "mail_channels"] {
            #expect(try town.count("SELECT count(*) FROM \(table)") == 0)
        }
        #expect(refusal { _ = try look(as: reader) } == .notFound)
    }
}
