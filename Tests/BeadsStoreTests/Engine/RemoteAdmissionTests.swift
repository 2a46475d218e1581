import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("who comes over TCP has what his key was given, and nothing that he says of himself gives him more")
struct RemoteAdmissionTests {
    let town: MemoryLedger
    private let laptop = valid(KeyName.self, "laptop")

    init() throws { town = try MemoryLedger() }

    private func letIn(_ groups: [VerbGroup] = [], streams: [StreamName] = []) throws {
        try town.send(KeyAuthorize(key: .sample(laptop, groups: groups, streams: streams)))
    }

    private func error(_ answer: Answer) -> WireError? {
        guard case .error(let error) = answer.result else { return nil }
        return error
    }

    @Test("a name that nobody let in gets nothing, not even who it is")
    func unknown() throws {
        #expect(refusal { _ = try town.ask(WhoAmI(), remote: laptop) } == .forbidden)
        #expect(refusal { _ = try town.ask(BeadList(), remote: laptop) } == .forbidden)
        #expect(refusal { _ = try town.ask(EventsSince(after: 0), remote: laptop) } == .forbidden)
        #expect(refusal { try town.send(BeadCreate(title: "a"), remote: laptop) } == .forbidden)
    }

    @Test("a secret, a role or a token of the town is not taken from afar, even with every right")
    func noSecrets() throws {
        try letIn(Rights.groups(ofRemoteFor: .overseer))
        let token = try town.register(.mayor)
        let headers: [RequestHeaders] = [
            RequestHeaders(key: MemoryLedger.key(of: .overseer)), RequestHeaders(role: .mayor, token: token),
            RequestHeaders(key: MemoryLedger.key(of: .mayor), role: .mayor, token: token), RequestHeaders(token: token),
            RequestHeaders(actor: .mayor),
        ]
        for (number, header) in headers.enumerated() {
            let command = Request.command(TownThaw(), id: "r/\(number)", key: nil) { $0 = header }
            #expect(try town.answer(command, remote: laptop).code == .forbidden, "\(header)")
            let query = Request(
                id: valid(CommandID.self, "q/\(number)"), kind: .query, verb: BeadList.verb, headers: header,
                body: JSONText.encode(BeadList()))
            #expect(try town.answer(query, remote: laptop).code == .forbidden, "\(header)")
        }
        let own = Request.command(TownThaw(), id: "r/own", key: nil) { $0.actor = .overseer }
        #expect(try town.answer(own, remote: laptop).isOK)
    }

    @Test("one that only reads sends nothing, and is told which key it is and what would help")
    func readOnly() throws {
        try letIn()
        #expect(try town.ask(WhoAmI(), remote: laptop).actor == .overseer)
        #expect(try town.ask(BeadList(), remote: laptop).beads.isEmpty)
        #expect(try town.ask(EventsSince(after: 0), remote: laptop).events.count > 0)
        let answer = try town.answer(.command(BeadCreate(title: "a"), id: "r/1", key: nil), remote: laptop)
        let error = try #require(self.error(answer))
        #expect(error.code == .forbidden && error.message.contains("laptop") && error.message.contains("only reads"))
        #expect(error.hint?.contains("--allow bead") == true)
    }

    @Test("letters and words to the one in whose name it reads are not shown to it, unless it was given mail")
    func mail() throws {
        try letIn()
        try town.send(MailSend(to: [.overseer], subject: "plan", body: "the secret plan"), as: .mayor)
        #expect(refusal { _ = try town.ask(MailInbox(), remote: laptop) } == .forbidden)
        #expect(refusal { _ = try town.ask(MailInbox(owner: .mayor), remote: laptop) } == .forbidden)
        #expect(refusal { _ = try town.ask(SettingList(home: .hq), remote: laptop) } == .forbidden)
        let letter = try #require(try town.ask(MailInbox(owner: .overseer)).mails.first)
        #expect(refusal { try town.send(MailRead(id: letter.id), remote: laptop) } == .forbidden)
        let prime = try town.ask(PrimeShow(), remote: laptop)
        #expect(prime.unread.map(\.body) == [nil])
        #expect(try town.ask(PrimeShow(), key: MemoryLedger.key(of: .overseer)).unread.map(\.body) != [nil])
        let log = try town.ask(EventsSince(after: 0), remote: laptop).events.joined()
        #expect(!log.contains("the secret plan"))
        try letIn([.mail])
        #expect(try town.ask(MailInbox(), remote: laptop).mails.map(\.id) == [letter.id])
        #expect(try town.ask(PrimeShow(), remote: laptop).unread.first?.body == "the secret plan")
        #expect(try town.send(MailRead(id: letter.id), remote: laptop).mail.body == "the secret plan")
    }

    @Test("one that is bound to streams may ask who it is and for their events, and nothing else")
    func streams() throws {
        let rig = StreamName.rig(VerbTown.gastown)
        try letIn([.bead], streams: [rig])
        #expect(try town.ask(WhoAmI(), remote: laptop).actor == .overseer)
        let events = try town.ask(EventsSince(streams: [rig], after: 0), remote: laptop).events
        #expect(!events.isEmpty)
        #expect(try events.allSatisfy { try CloudEvent.decode(Array($0.utf8)).stream == rig })
        #expect(refusal { _ = try town.ask(EventsSince(after: 0), remote: laptop) } == .forbidden)
        #expect(refusal { _ = try town.ask(EventsSince(streams: [.town], after: 0), remote: laptop) } == .forbidden)
        #expect(
            refusal { _ = try town.ask(EventsSince(streams: [rig, .town], after: 0), remote: laptop) } == .forbidden)
        for verb in Catalogue.queries.keys.sorted() where !VerbGroup.askedByStreamKeys.contains(verb) {
            let request = Request(
                id: valid(CommandID.self, "q/\(verb)"), kind: .query, verb: verb, body: Array("{}".utf8))
            #expect(try town.answer(request, remote: laptop).code == .forbidden, "\(verb)")
        }
        // What it sends is another matter.
        #expect(try town.send(BeadCreate(title: "a"), remote: laptop).bead.createdBy == "overseer")
        let malformed = Request(
            id: valid(CommandID.self, "q/x"), kind: .query, verb: EventsSince.verb, body: Array("[]".utf8))
        #expect(try town.answer(malformed, remote: laptop).code == .invalid)
    }

    @Test(
        "what does more than look takes its group",
        arguments: [
            (BackupMake.verb, VerbGroup.town), (BackupVerify.verb, .town), (ConfigReload.verb, .town),
            (BeadSync.verb, .file), (MailInbox.verb, .mail), (SettingList.verb, .bead),
        ])
    func weightyQuestions(verb: String, group: VerbGroup) throws {
        func check(_ groups: [VerbGroup]) throws {
            let request = Request(id: valid(CommandID.self, "q"), kind: .query, verb: verb, body: [])
            try Admission.check(.sample(laptop, groups: groups), asks: request)
        }
        #expect(throws: LedgerError.self) { try check([]) }
        let others = Rights.groups(ofRemoteFor: .overseer).filter { $0 != group }
        #expect(throws: LedgerError.self) { try check(others) }
        try check([group])
    }

    @Test("who is refused is counted by name and reason, questions too, and the status says so")
    func counts() throws {
        try letIn()
        let overseer = MemoryLedger.key(of: .overseer)
        #expect(try town.ask(TownStatus()).refusals == nil)
        for _ in 0..<3 { _ = refusal { try town.send(BeadCreate(title: "a"), remote: laptop) } }
        town.now = town.now.advanced(by: .seconds(1))
        for _ in 0..<2 { _ = refusal { _ = try town.ask(MailInbox(), remote: laptop) } }
        _ = refusal { _ = try town.ask(WhoAmI(), remote: valid(KeyName.self, "thief")) }
        _ = refusal { _ = try town.ask(WhoAmI(), key: "guessed") }
        let bead = try town.send(BeadCreate(title: "a")).bead
        town.now = town.now.advanced(by: .seconds(1))
        _ = refusal { try town.send(BeadUpdate(id: valid(BeadID.self, "hq-none"), title: "b")) }
        // A question that finds nothing is no refusal of anybody.
        _ = refusal { _ = try town.ask(BeadShow(ids: ["hq-none"]), key: overseer) }
        let refusals = try #require(try town.ask(TownStatus()).refusals)
        #expect(
            refusals.map { "\($0.actor?.description ?? "-") \($0.key?.text ?? "-") \($0.code.rawValue) \($0.count)" }
                == [
                    "overseer - not-found 1", "- - forbidden 1", "- thief forbidden 1", "overseer laptop forbidden 5",
                ], "\(bead.id)")
        #expect(
            refusals.map(\.lastAt.milliseconds) == [2, 1, 1, 1].map { MemoryLedger.start.milliseconds + $0 * 1000 })
        #expect(try town.ask(TownStatus()).refusedCommands == 8)
    }

    @Test("a command that is forbidden to a known speaker is counted as his, not as nobody's")
    func known() throws {
        let headers = RequestHeaders(key: MemoryLedger.key(of: .mayor))
        #expect(refusal { _ = try town.send(TownThaw(), id: nil, headers: headers) } == .forbidden)
        #expect(try town.ask(TownStatus()).refusals?.map(\.actor) == [.mayor])
    }
}
