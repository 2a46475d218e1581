import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("remotes are let in by name, by the overseer alone")
struct RemoteKeyTests {
    let town: MemoryLedger
    private let laptop = valid(KeyName.self, "laptop")
    private let phone = valid(KeyName.self, "phone")
    private let ann = Address.crew(VerbTown.gastown, valid(AgentName.self, "ann"))

    init() throws { town = try MemoryLedger() }

    private func events(after sequence: Int64) throws -> [TownEvent] {
        try town.ask(EventsSince(streams: [.town], after: sequence)).events.map {
            try CloudEvent.decode(Array($0.utf8))
        }
    }

    private var head: Int64 { get throws { try town.ledger.feedHead().sequence } }

    @Test("one that is let in is told to the town, kept in order, and handed to the endpoint")
    func authorize() throws {
        let before = try head
        let key = RemoteKey.sample(
            laptop, groups: [.mail, .bead, .mail], streams: [.rig(VerbTown.gastown), .town, .town])
        let reply = try town.send(KeyAuthorize(key: key))
        #expect(reply.key.groups == [.bead, .mail] && reply.key.streams == [.rig(VerbTown.gastown), .town])
        #expect(reply.before == nil)
        #expect(try town.ledger.remoteKeys() == [reply.key])
        let told = try events(after: before)
        #expect(told.map(\.topic) == ["town.key.authorized.laptop"] && told.first?.data.key == reply.key)
        // The same again is nothing new.
        #expect(try town.send(KeyAuthorize(key: key)).before == reply.key)
        #expect(try events(after: before).count == 1)
    }

    @Test("the same name again replaces; a public key under two names is a conflict")
    func replace() throws {
        let first = try town.send(KeyAuthorize(key: .sample(laptop))).key
        let other = try town.send(KeyAuthorize(key: .sample(laptop, digit: "2", groups: [.stop])))
        #expect(other.before == first)
        #expect(try town.ledger.remoteKeys() == [other.key])
        #expect(refusal { try town.send(KeyAuthorize(key: .sample(phone, digit: "2"))) } == .conflict)
        // What was replaced is free again.
        try town.send(KeyAuthorize(key: .sample(phone, digit: "1")))
        #expect(try town.ledger.remoteKeys().map(\.name) == [laptop, phone])
    }

    @Test("it speaks for a person of this town, with no more than that person may")
    func bounds() throws {
        for actor: Address in [.mayor, .witness(VerbTown.gastown), .store] {
            #expect(refusal { try town.send(KeyAuthorize(key: .sample(laptop, actor: actor))) } == .invalid)
        }
        let stranger = Address.crew(VerbTown.beads, valid(AgentName.self, "ann"))
        #expect(refusal { try town.send(KeyAuthorize(key: .sample(laptop, actor: stranger))) } == .notFound)
        let nowhere = StreamName.rig(VerbTown.beads)
        #expect(refusal { try town.send(KeyAuthorize(key: .sample(laptop, streams: [nowhere]))) } == .notFound)
        for group: VerbGroup in [.store, .role, .register, .key] {
            #expect(refusal { try town.send(KeyAuthorize(key: .sample(laptop, groups: [group]))) } == .invalid)
        }
        #expect(refusal { try town.send(KeyAuthorize(key: .sample(laptop, actor: ann, groups: [.town]))) } == .invalid)
        try town.send(KeyAuthorize(key: .sample(laptop, actor: ann, groups: [.bead])))
        #expect(try town.send(BeadCreate(title: "from afar"), remote: laptop).bead.createdBy == ann.description)
    }

    @Test("neither a worker nor a service nor a remote lets anybody in or out")
    func others() throws {
        try town.send(KeyAuthorize(key: .sample(laptop, groups: Rights.groups(ofRemoteFor: .overseer))))
        let key = KeyAuthorize(key: .sample(phone, digit: "2"))
        let revoke = KeyRevoke(name: laptop)
        let rotate = KeyRotate(holder: .overseer)
        #expect(refusal { try town.send(key, remote: laptop) } == .forbidden)
        #expect(refusal { try town.send(revoke, remote: laptop) } == .forbidden)
        #expect(refusal { try town.send(rotate, remote: laptop) } == .forbidden)
        #expect(refusal { try town.send(key, as: .mayor) } == .forbidden)
        #expect(refusal { try town.send(revoke, sessionKey: "nobody's") } == .forbidden)
        #expect(try town.ledger.remoteKeys().map(\.name) == [laptop])
    }

    @Test("one that is revoked is refused from the next command of the same batch on, with what would help")
    func revoke() throws {
        try town.send(KeyAuthorize(key: .sample(laptop, groups: [.bead])))
        func create(_ id: String) -> QueuedRequest {
            QueuedRequest(request: .command(BeadCreate(title: id), id: id, key: nil), pid: nil, remote: laptop)
        }
        let before = try head
        let revoke = QueuedRequest(request: .command(KeyRevoke(name: laptop), id: "o/1"), pid: nil)
        let again = QueuedRequest(
            request: .command(KeyAuthorize(key: .sample(laptop, digit: "2", groups: [.bead])), id: "o/2"), pid: nil)
        let answers = try town.execute([create("r/1"), revoke, create("r/2"), again, create("r/3")])
        #expect(answers.map(\.code) == [nil, nil, .forbidden, nil, nil])
        guard case .error(let error) = answers[2].result else { return }
        #expect(error.message.contains("laptop") && error.hint?.contains("gt key authorize laptop") == true)
        let told = try events(after: before).map(\.topic)
        #expect(told.contains("town.key.revoked.laptop"))
        #expect(refusal { try town.send(KeyRevoke(name: phone)) } == .notFound)
    }

    @Test("a list names everybody who can speak, and no secret")
    func list() throws {
        let bead = try town.send(BeadCreate(rig: VerbTown.gastown, title: "a")).bead
        try town.send(WorkSling(beads: [bead.id]))
        let witness = RoleName.witness(VerbTown.gastown)
        let assignment = try town.send(DispatchClaim(bead: bead.id, attempt: 1), as: witness).assignment
        try town.send(AssignmentPrepared(number: assignment.number, base: .test(1), key: "session's"), as: witness)
        try town.send(KeyAuthorize(key: .sample(laptop, actor: ann, groups: [.mail], streams: [.town])))
        let keys = try town.ask(KeyList()).keys
        #expect(
            keys.map(\.holder) == [
                "overseer", "deacon/", "gastown/refinery", "gastown/witness", "mayor/", assignment.agent.description,
                "laptop",
            ])
        #expect(keys.map(\.kind) == [.overseer, .service, .service, .service, .service, .session, .remote])
        #expect(keys[5].session == assignment.incarnation && keys[5].groups == Rights.groups(of: .worker))
        let remote = try #require(keys.last)
        #expect(remote.publicKey?.text == String(repeating: "1", count: 40) && remote.by == .overseer)
        #expect(remote.groups == [.mail] && remote.streams == [.town] && remote.since == town.now)
        let text = JSONText.text(KeyPage(keys: keys))
        for secret in ["session's", MemoryLedger.key(of: .overseer)] {
            #expect(!text.contains(secret))
            let hash = try town.ledger.database.text("SELECT hash FROM keys WHERE actor = 'overseer'") ?? "?"
            #expect(!text.contains(hash))
        }
    }

    @Test("a key that is to be made anew is so until a secret was granted, and then the old one is nobody's")
    func rotate() throws {
        #expect(refusal { try town.send(KeyRotate(holder: ann)) } == .notFound)
        try town.send(KeyRotate(holder: .overseer))
        #expect(try town.ledger.wantedKeys() == [.overseer])
        // The store was killed here; nothing is forgotten.
        town.crash()
        #expect(try town.ledger.wantedKeys() == [.overseer])
        try town.ledger.grant([KeyGrant(actor: .overseer, secret: "new")], at: town.now)
        #expect(try town.ledger.wantedKeys().isEmpty)
        let old = try town.answer(.command(TownThaw(), id: "o/1"))
        guard case .error(let error) = old.result else { return #expect(Bool(false), "the old key was taken") }
        #expect(error.isUnknownKey)
        #expect(try town.answer(.command(TownThaw(), id: "o/1", key: "new")).isOK)
    }

    @Test("a restored ledger lets no remote in: whom it lets in may have been put out since")
    func restored() throws {
        try town.send(KeyAuthorize(key: .sample(laptop, groups: [.bead])))
        let before = try head
        try Raise(epoch: 2, reason: "restored from a test").apply(to: town.ledger, at: town.now)
        #expect(try town.ledger.remoteKeys().isEmpty)
        #expect(try events(after: before).map(\.kind).contains(.keyRevoked))
        #expect(refusal { _ = try town.ask(WhoAmI(), remote: laptop) } == .forbidden)
    }
}
