import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("each command is of one group, and the table of rights says who may send it")
struct RightsTests {
    private static let verbs = Catalogue.verbs.keys.sorted()

    /// One of each kind, all with keys.
    private static let speakers: [Address] = [
        .overseer, .mayor, .deacon, .witness(VerbTown.gastown), .refinery(VerbTown.gastown),
        .crew(VerbTown.gastown, valid(AgentName.self, "ann")), .polecat(VerbTown.gastown, valid(AgentName.self, "ash")),
        .dog(valid(AgentName.self, "rex")),
    ]

    private static func town() throws -> MemoryLedger {
        let town = try MemoryLedger()
        try town.ledger.grant(speakers.map { KeyGrant(actor: $0, secret: MemoryLedger.key(of: $0)) }, at: town.now)
        return town
    }

    /// Whether it gets as far as its rule, which makes of an empty body what it will. A rule's own "forbidden" would be
    /// about something that the body names.
    private static func isAdmitted(_ answer: Answer) -> Bool { answer.code != .forbidden }

    private static func request(_ verb: String, _ headers: RequestHeaders, _ id: String) -> Request {
        Request(
            id: valid(CommandID.self, id), kind: .command, verb: verb, headers: headers, body: Array("{}".utf8))
    }

    @Test("a command of the ledger is in one group, and a group names no others")
    func groups() {
        let named = VerbGroup.allCases.flatMap(\.verbs)
        #expect(Set(named).count == named.count)
        #expect(Set(named) == Set(Self.verbs))
        #expect(Catalogue.queries.keys.allSatisfy { VerbGroup(of: $0) == nil })
        for (verb, rule) in Catalogue.verbs { #expect(rule.group.verbs.contains(verb), "\(verb)") }
    }

    @Test("every command from every kind of speaker: carried on to its rule, or forbidden, as the table says")
    func everyVerb() throws {
        let town = try Self.town()
        var seen: Set<SpeakerKind> = []
        for speaker in Self.speakers {
            seen.insert(speaker.speakerKind)
            var headers = RequestHeaders(key: MemoryLedger.key(of: speaker))
            if let role = RoleName(speaker.description) {
                headers.role = role
                headers.token = try town.register(role)
            }
            for verb in Self.verbs {
                let group = try #require(VerbGroup(of: verb))
                let answer = try town.answer(Self.request(verb, headers, "v/\(speaker)/\(verb)"))
                let expected = Rights.allows(speaker.speakerKind, group)
                #expect(Self.isAdmitted(answer) == expected, "\(speaker) sends \(verb): \(answer.result)")
            }
        }
        #expect(seen == Set(SpeakerKind.allCases).subtracting([.store, .mayorAgent]))
    }

    @Test("the Mayor's agent speaks for itself: what the table says, and never as the service, whose token it may know")
    func mayorsAgent() throws {
        let town = try Self.town()
        let run = try #require(try town.send(AgentStart(agent: .mayor, preset: "script")).resident.run)
        #expect(try town.ask(MayorList()).agent?.resident.run == run)
        try town.send(AgentFurnished(incarnation: run.incarnation, key: "its own"), as: .mayor)
        let token = try town.register(.mayor)
        for verb in Self.verbs {
            let group = try #require(VerbGroup(of: verb))
            let headers = RequestHeaders(key: "its own")
            let answer = try town.answer(Self.request(verb, headers, "m/1/\(verb)"))
            #expect(Self.isAdmitted(answer) == Rights.allows(.mayorAgent, group), "\(verb): \(answer.result)")
            let asService = RequestHeaders(key: "its own", role: .mayor, token: token)
            #expect(try town.answer(Self.request(verb, asService, "m/2/\(verb)")).code == .forbidden, "\(verb)")
        }
        let known = try town.ask(Directory()).addresses
        #expect(known.filter { $0 == .mayor }.count == 1)
        let holder = try town.ask(KeyList(), key: MemoryLedger.key(of: .overseer)).keys.first { $0.session != nil }
        #expect(holder?.groups == Rights.groups(of: .mayorAgent))
    }

    @Test("what the store sends itself is of its groups")
    func store() throws {
        let town = try Self.town()
        for verb in Self.verbs {
            let group = try #require(VerbGroup(of: verb))
            let queued = QueuedRequest(request: Self.request(verb, RequestHeaders(), "s/\(verb)"), origin: .store)
            let answer = try town.execute([queued])[0]
            #expect(Self.isAdmitted(answer) == Rights.allows(.store, group), "\(verb): \(answer.result)")
        }
    }

    @Test("a role's commands take its token, whatever its key is", arguments: [RoleName.mayor, .deacon])
    func tokens(role: RoleName) throws {
        let town = try Self.town()
        let token = try town.register(role)
        for verb in VerbGroup.role.verbs {
            var headers = RequestHeaders(key: MemoryLedger.key(of: role.address))
            #expect(try town.answer(Self.request(verb, headers, "t/1/\(verb)")).code == .forbidden)
            headers.role = role
            headers.token = token - 1
            #expect(try town.answer(Self.request(verb, headers, "t/2/\(verb)")).code == .staleToken)
            headers.token = token
            #expect(try town.answer(Self.request(verb, headers, "t/3/\(verb)")).code != .forbidden)
        }
    }

    @Test("every command from a remote: those of its groups, and never what no remote may")
    func remotes() throws {
        let town = try Self.town()
        let name = valid(KeyName.self, "laptop")
        for actor in [Self.speakers[0], Self.speakers[5]] {
            let possible = Rights.groups(ofRemoteFor: actor)
            #expect(!possible.contains { [.role, .register, .key, .store].contains($0) })
            for groups in [[], possible] + possible.map({ [$0] }) {
                try town.send(KeyAuthorize(key: .sample(name, actor: actor, groups: groups)))
                for verb in Self.verbs {
                    let group = try #require(VerbGroup(of: verb))
                    let id = "r/\(actor)/\(groups.map(\.rawValue).joined(separator: "+"))/\(verb)"
                    let answer = try town.answer(Self.request(verb, RequestHeaders(), id), remote: name)
                    #expect(Self.isAdmitted(answer) == groups.contains(group), "\(id): \(answer.result)")
                }
            }
        }
    }

    @Test("nobody without a key sends anything")
    func keyless() throws {
        let town = try Self.town()
        for verb in Self.verbs {
            #expect(try town.answer(Self.request(verb, RequestHeaders(), "k/\(verb)")).code == .forbidden, "\(verb)")
        }
    }
}

extension RemoteKey {
    /// - Parameter digit: makes another public key.
    static func sample(
        _ name: KeyName, digit: Character = "1", actor: Address = .overseer, groups: [VerbGroup] = [],
        streams: [StreamName] = []
    ) -> RemoteKey {
        RemoteKey(
            name: name, publicKey: valid(PublicKey.self, String(repeating: digit, count: 40)), actor: actor,
            groups: groups, streams: streams)
    }
}
