import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Escalations in the ledger: told by routes, raised anew, acknowledged, closed.
@Suite struct EscalationVerbTests {
    let town: VerbTown
    private static let page = EscalationCommand(name: "page", words: ["page", "--now"])
    private static let nobody = valid(RigName.self, "gone")

    init() throws { town = try VerbTown() }

    private func keep(_ settings: EscalationSettings) throws {
        _ = try town.change(Speaker(actor: .store)) { (work) throws(LedgerError) in
            try work.keep(settings)
            return []
        }
    }

    private func raise(
        _ severity: Severity, _ text: String = "the disk is full", source: String? = nil, as speaker: Speaker = .mayor
    ) throws -> RaisedEscalation {
        try show(try town.send(EscalationRaise(severity: severity, text: text, source: source), as: speaker).bead.id)
    }

    private func show(_ id: BeadID) throws -> RaisedEscalation {
        try town.ask(EscalationShow(id: id)).escalation
    }

    private func letters(_ owner: Address = .overseer) throws -> [String] {
        try town.ask(MailInbox(owner: owner)).mails.map(\.subject)
    }

    private func routed(
        _ escalation: RaisedEscalation, _ number: Int, _ state: EscalationSendingState, _ note: String? = nil
    ) throws -> RaisedEscalation {
        try town.send(
            EscalationRouted(id: escalation.bead, number: number, state: state, note: note), as: .mayor
        ).escalation
    }

    @Test(
        "without a file each severity is told in more ways than the one below it",
        arguments: [
            (Severity.low, ["bead sent"], 0), (.medium, ["bead sent", "mail:mayor/ sent"], 1),
            (.high, ["bead sent", "mail:mayor/ sent", "mail:overseer sent"], 1),
            (.critical, ["bead sent", "mail:mayor/ sent", "mail:overseer sent", "desktop awaited"], 1),
        ])
    func defaults(severity: Severity, ways: [String], letters count: Int) throws {
        let raised = try raise(severity)
        #expect(raised.sendings.map { "\($0.route) \($0.state.rawValue)" } == ways)
        // Without an agent of the Mayor's the overseer reads for it, and gets one letter for both.
        #expect(try letters() == Array(repeating: "[\(severity.rawValue)] the disk is full", count: count))
        #expect(try letters(.mayor).isEmpty)
        #expect(try town.show(raised.bead).type == .gate)
    }

    @Test("once the Mayor's agent has a session, its letters are its own")
    func mayorsAgent() throws {
        try town.send(AgentStart(agent: .mayor, preset: "claude"))
        _ = try raise(.medium)
        #expect(try letters(.mayor) == ["[medium] the disk is full"])
        #expect(try letters().isEmpty)
    }

    @Test("a command waits for the Mayor with all that is to be run, and what came of it is kept once")
    func commands() throws {
        try keep(EscalationSettings(routes: [.low: [.bead, .command("page")]], commands: [Self.page]))
        let raised = try raise(.low)
        #expect(raised.awaited.map(\.command) == [Self.page] && raised.awaited.map(\.number) == [2])
        #expect(refusal { _ = try town.send(EscalationRouted(id: raised.bead, number: 2, state: .sent)) } != nil)
        #expect(refusal { _ = try routed(raised, 9, .sent) } == .invalid)
        #expect(refusal { _ = try routed(raised, 2, .awaited) } == .invalid)
        let told = try routed(raised, 2, .sent)
        #expect(told.sendings[1].state == .sent && told.sendings[1].command == nil && told.awaited.isEmpty)
        #expect(try routed(raised, 2, .failed, "late").sendings[1].state == .sent)
        #expect(town.events.filter { $0.kind == .escalationRouted }.count == 1)
        #expect(try letters().isEmpty)
    }

    @Test("a route that fails is told to whoever is written to with the next severity")
    func failures() throws {
        try keep(
            EscalationSettings(
                routes: [
                    .low: [.bead, .command("page"), .mail(.witness(Self.nobody))],
                    .medium: [.bead, .mail(.witness(VerbTown.gastown))], .critical: [.bead, .command("page")],
                ], commands: [Self.page]))
        let raised = try raise(.low)
        #expect(raised.sendings[2].state == .failed && raised.sendings[2].note == "there is no gone/witness")
        #expect(try letters(.witness(VerbTown.gastown)) == ["[low] not told by mail:gone/witness: the disk is full"])
        _ = try routed(raised, 2, .failed, "it ended with 3")
        let told = try town.ask(MailInbox(owner: .witness(VerbTown.gastown))).mails.first
        #expect(told?.subject == "[low] not told by command:page: the disk is full")
        let last = try raise(.critical, source: "other")
        #expect(try letters().isEmpty)
        _ = try routed(last, 2, .failed, "it ended with 3")
        #expect(try letters() == ["[critical] not told by command:page: the disk is full"])
    }

    @Test("the same source counts, and tells people anew only when it has become worse")
    func deduplicated() throws {
        let first = try raise(.medium, source: "disk")
        for severity in [Severity.medium, .low] { _ = try raise(severity, source: "disk") }
        #expect(try show(first.bead).count == 3 && letters().count == 1)
        try town.send(EscalationAcknowledge(id: first.bead, note: "on it"))
        let worse = try raise(.critical, "the disk burns", source: "disk")
        #expect(worse.bead == first.bead && worse.severity == .critical && worse.firstSeverity == .medium)
        #expect(worse.state == .open && worse.acknowledged?.note == "on it" && worse.count == 4)
        #expect(try letters() == ["[critical] the disk is full", "[medium] the disk is full"])
        let bead = try town.show(first.bead)
        #expect(bead.priority == .critical && bead.labels == ["escalation", "severity:critical"])
        try town.send(BeadClose(id: first.bead, reason: "made room"))
        #expect(try raise(.medium, source: "disk").bead != first.bead)
    }

    @Test("what nobody acknowledges is raised anew, one severity higher, as often as it may be, then no more")
    func reraised() throws {
        let raised = try raise(.low)
        let began = town.now
        #expect(raised.reraisedNext == began.advanced(by: .seconds(4 * 3600)))
        for (severity, next) in [(Severity.medium, 8), (.high, nil)] as [(Severity, Int?)] {
            #expect(try town.ask(EscalationList(stale: true)).escalations.isEmpty)
            town.now = town.now.advanced(by: .seconds(4 * 3600))
            #expect(try town.ask(EscalationList(stale: true)).escalations.map(\.bead) == [raised.bead])
            try town.fire(.reraise(raised.bead))
            let now = try show(raised.bead)
            #expect(now.severity == severity && now.toldAt == town.now)
            #expect(now.reraisedNext == next.map { began.advanced(by: .seconds($0 * 3600)) })
        }
        #expect(try letters() == ["[high] the disk is full", "[medium] the disk is full"])
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'reraise'") == 0)
        try town.fire(.reraise(raised.bead))
        #expect(try show(raised.bead).reraised == 2 && letters().count == 2)
        let notes = town.events.filter { $0.kind == .escalationRaised }.compactMap(\.data.note)
        #expect(notes.dropFirst().allSatisfy { $0.hasPrefix("nobody has acknowledged it for 4h") })
    }

    @Test("who acknowledges it is kept, ends its being raised anew, and calls off what was not told yet")
    func acknowledged() throws {
        let raised = try raise(.critical)
        try town.send(EscalationAcknowledge(id: raised.bead, note: "I am on it"))
        let kept = try show(raised.bead)
        #expect(kept.acknowledged == EscalationWord(by: .overseer, at: town.now, note: "I am on it"))
        #expect(kept.state == .acknowledged && kept.reraisedNext == nil && kept.awaited.isEmpty)
        #expect(kept.sendings.last?.state == .skipped)
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'reraise'") == 0)
        try town.fire(.reraise(raised.bead))
        #expect(try show(raised.bead).reraised == 0)
        #expect(refusal { try town.send(EscalationAcknowledge(id: raised.bead)) } == .already)
        // It was on its way already when it was called off.
        #expect(try routed(raised, 4, .sent).sendings.last?.state == .sent)
        #expect(try town.show(raised.bead).status == .open)
    }

    @Test("whoever was stopped by it does not acknowledge it, and what is no escalation is none")
    func refused() throws {
        let raised = try raise(.low)
        let worker = Speaker.session(try town.working(try town.bead()))
        for speaker in [worker, .witness] {
            #expect(refusal { try town.send(EscalationAcknowledge(id: raised.bead), as: speaker) } == .forbidden)
        }
        let bead = try town.bead()
        #expect(refusal { try town.send(EscalationAcknowledge(id: bead)) } == .notFound)
        #expect(refusal { _ = try show(bead) } == .notFound)
        #expect(
            refusal { try town.send(EscalationRouted(id: raised.bead, number: 1, state: .sent), as: .witness) } != nil)
    }

    @Test("it ends with its bead, however that ends, and is open again with it")
    func ended() throws {
        let raised = try raise(.critical)
        try town.send(BeadClose(id: raised.bead, reason: "made room"))
        let closed = try show(raised.bead)
        #expect(
            closed.state == .closed && closed.closed == EscalationWord(by: .overseer, at: town.now, note: "made room"))
        #expect(closed.reraisedNext == nil && closed.awaited.isEmpty)
        #expect(town.events.filter { $0.kind == .escalationClosed }.map(\.subject) == [raised.bead.text])
        #expect(refusal { try town.send(EscalationAcknowledge(id: raised.bead)) } == .conflict)
        try town.fire(.reraise(raised.bead))
        #expect(try show(raised.bead) == closed)
        try town.send(BeadReopen(id: raised.bead, reason: "not so"))
        let again = try show(raised.bead)
        #expect(again.state == .open && again.closed == nil && again.reraisedNext != nil)
        try town.send(BeadDelete(ids: [raised.bead], reason: "a mistake"))
        #expect(try show(raised.bead).state == .closed)
    }

    @Test("lists are by state, severity and patience, the newest first, without the texts")
    func lists() throws {
        var found: [RaisedEscalation] = []
        for severity in [Severity.low, .high, .critical] {
            found.append(try raise(severity, "\(severity.rawValue)\nmore"))
            town.now = town.now.advanced(by: .seconds(1))
        }
        try town.send(BeadClose(id: found[1].bead, reason: "done"))
        func list(_ query: EscalationList) throws -> [String] {
            try town.ask(query).escalations.map(\.title)
        }
        #expect(try list(EscalationList()) == ["critical", "low"])
        #expect(try list(EscalationList(all: true)) == ["critical", "high", "low"])
        #expect(try list(EscalationList(all: true, limit: 1)) == ["critical"])
        #expect(try list(EscalationList(severity: .low)) == ["low"])
        #expect(try town.ask(EscalationList()).escalations.allSatisfy { $0.text == nil })
        #expect(try town.ask(EscalationList()).staleAfterSeconds == 14_400)
    }
}
