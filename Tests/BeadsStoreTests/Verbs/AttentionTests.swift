import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Who is not to be disturbed, and who hears how much")
struct AttentionTests {
    let town: VerbTown
    let assignment: Assignment
    private var session: Speaker { .session(assignment) }
    private var agent: Address { assignment.agent }

    init() throws {
        town = try VerbTown()
        assignment = try town.working(try town.bead())
    }

    private func nudge(_ mode: NudgeMode? = nil, as speaker: Speaker = .mayor) throws -> Nudge {
        try town.send(NudgeSend(to: agent, text: "hurry", mode: mode), as: speaker).nudge
    }

    @discardableResult
    private func quiet(for seconds: Int64? = nil) throws -> Attention {
        try town.send(AttentionSet(isQuiet: true, quietSeconds: seconds), as: session).attention
    }

    private func letter(_ subject: String, _ priority: Priority = .normal) throws {
        try town.send(MailSend(to: [agent], subject: subject, body: "", priority: priority))
    }

    private func turn() throws -> News {
        try town.send(TurnStart(incarnation: assignment.incarnation), as: session)
    }

    private func stop() throws -> [StopKind] {
        try town.send(TurnEnd(incarnation: assignment.incarnation, mayHold: true), as: session).holds.map(\.kind)
    }

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? WireError)?.message ?? "\(error)"
        }
    }

    @Test("a nudge is refused, and its sender is told until when; the overseer interrupts, and the Witness still asks")
    func nudges() throws {
        let until = try #require(try quiet(for: 3600).quietUntil)
        #expect(until == town.now.advanced(by: .seconds(3600)))
        let told = message { _ = try nudge() }
        #expect(told == "\(agent) is not to be disturbed until \(until): a letter would wait")
        #expect(refusal { _ = try nudge(.interrupt) } == .conflict)
        #expect(refusal { _ = try nudge(as: .overseer) } == .conflict)
        _ = try nudge(.interrupt, as: .overseer)
        _ = try nudge(as: .witness)
        #expect(try turn().nudges.map(\.from) == [.overseer, .witness(VerbTown.gastown)])
        town.now = until
        _ = try nudge()
        #expect(try turn().nudgeCount == 3)
    }

    @Test("nudges that waited already are neither shown nor typed nor hold a stop, and come when the time is over")
    func waiting() throws {
        let number = try nudge().number
        try quiet(for: 60)
        let news = try turn()
        #expect(news.nudges.isEmpty && news.nudgeCount == 0 && news.isEmpty)
        #expect(try !stop().contains(.nudge))
        #expect(try town.ask(NudgeShow(number: number)).isHeldBack == true)
        town.now = town.now.advanced(by: .seconds(60))
        #expect(try town.ask(NudgeShow(number: number)).isHeldBack == nil)
        #expect(try turn().nudges.map(\.number) == [number])
        #expect(try stop().contains(.nudge))
    }

    @Test("letters lie in the inbox and are not told, but for urgent ones; these hold a stop")
    func letters() throws {
        try quiet()
        try letter("later")
        #expect(try turn().isEmpty && !stop().contains(.mail))
        try letter("now", .critical)
        let news = try turn()
        #expect(news.unread.map(\.subject) == ["now"] && news.unreadCount == 1)
        #expect(try stop().contains(.mail))
        // Whoever looks by itself sees all of it.
        #expect(try town.ask(MailInbox(), as: session).mails.count == 2)
        #expect(try town.ask(NewsShow(), as: session).unreadCount == 2)
        try town.send(AttentionSet(isQuiet: false), as: session)
        #expect(try turn().unreadCount == 2)
    }

    @Test("who is muted is told of nothing; who wants more is named more letters")
    func levels() throws {
        for number in 1...9 { try letter("letter \(number)", .critical) }
        #expect(try turn().unread.count == BeadLimits.newsMailsMax)
        try town.send(AttentionSet(level: .verbose), as: session)
        #expect(try turn().unread.count == 9)
        try town.send(AttentionSet(level: .muted), as: session)
        #expect(try turn().isEmpty && !stop().contains(.mail))
        #expect(message { _ = try nudge() } == "\(agent) is muted: a letter would wait")
        try town.send(AttentionSet(level: .normal), as: session)
        #expect(try turn().unreadCount == 9)
        #expect(try town.count("SELECT count(*) FROM attention") == 0)
    }

    @Test("the level stays when the quiet ends, and the quiet when the level changes")
    func both() throws {
        try quiet(for: 60)
        let attention = try town.send(AttentionSet(level: .verbose), as: session).attention
        #expect(attention.level == .verbose && attention.isQuiet(at: town.now))
        town.now = town.now.advanced(by: .seconds(60))
        #expect(!attention.isQuiet(at: town.now))
        let shown = try town.ask(AttentionShow(agent: agent)).agents
        #expect(shown.map(\.attention.level) == [.verbose] && shown[0].attention.words(at: town.now) == "verbose")
        #expect(try town.send(AttentionSet(level: .normal), as: session).attention == .normal)
    }

    @Test("news from channels is held back too")
    func channels() throws {
        let name = valid(MailListName.self, "releases")
        try town.send(MailChannelCreate(name: name))
        try town.send(MailChannelSubscribe(name: name), as: session)
        try quiet()
        try town.send(MailSend(to: [], subject: "a", body: "", lists: [.channel(name)]))
        #expect(try turn().channels == nil)
        try town.send(AttentionSet(isQuiet: false), as: session)
        #expect(try turn().channels?.map(\.count) == [1])
    }

    @Test("a broadcast leaves them out and counts them; with nobody else it is refused")
    func broadcast() throws {
        let other = try town.working(try town.bead("another"))
        try quiet()
        let polecats = AgentGroup.polecats(VerbTown.gastown)
        let reply = try town.send(NudgeBroadcast(group: polecats, text: "hurry"))
        #expect(reply.to == [other.agent] && reply.quiet == 1 && reply.absent == 0)
        #expect(try town.send(NudgeBroadcast(group: polecats, text: "now", mode: .interrupt)).to.count == 2)
        try town.send(AttentionSet(agent: other.agent, level: .muted))
        let told = message { try town.send(NudgeBroadcast(group: polecats, text: "hurry")) }
        #expect(told?.contains("who has a session (2) is to be disturbed") == true)
    }

    @Test("everybody says it for themselves, the overseer for anybody who is there")
    func rights() throws {
        #expect(refusal { try town.send(AttentionSet(agent: agent, isQuiet: true), as: .mayor) } == .forbidden)
        #expect(refusal { try town.send(AttentionSet(agent: .mayor, isQuiet: true), as: session) } == .forbidden)
        let nobody = Address.polecat(VerbTown.gastown, valid(AgentName.self, "nobody"))
        #expect(refusal { try town.send(AttentionSet(agent: nobody, isQuiet: true)) } == .notFound)
        #expect(refusal { try quiet(for: 0) } == .invalid)
        #expect(refusal { try quiet(for: MailLimits.quietSecondsMax + 1) } == .invalid)
        try town.send(AttentionSet(agent: agent, level: .muted))
        try town.send(AttentionSet(agent: agent, level: .muted))
        #expect(try town.ask(AttentionShow()).agents.map(\.agent) == [agent])
        let told = town.events.filter { $0.kind == .settingChanged }
        #expect(told.map(\.data.note) == ["\(agent) is muted"], "the same again is no news")
        #expect(try town.ask(MailDirectory(kinds: [.polecat])).entries.map(\.attention?.level) == [.muted])
    }

    @Test("it goes along with a name, and leaves nothing to the next of the name")
    func over() throws {
        try quiet()
        try town.done(assignment)
        try town.send(AssignmentRetired(number: assignment.number, rescueRef: nil), as: .witness)
        #expect(try town.ask(AttentionShow()).agents.isEmpty)
        let ann = Address.crew(VerbTown.gastown, valid(AgentName.self, "ann"))
        let added = try town.send(CrewAdd(agent: ann)).resident
        try town.send(CrewPlaced(agent: ann, number: added.number, base: .test(1)))
        try town.send(AttentionSet(agent: ann, level: .muted))
        try town.send(CrewRename(agent: ann, name: valid(AgentName.self, "eve")))
        let eve = Address.crew(VerbTown.gastown, valid(AgentName.self, "eve"))
        #expect(try town.ask(AttentionShow()).agents.map(\.agent) == [eve])
    }
}
