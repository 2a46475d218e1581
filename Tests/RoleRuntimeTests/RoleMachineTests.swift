import RoleRuntime
import Testing
import TownModel
import Wire

@Suite struct RoleMachineTests {
    typealias Machine = RoleMachine<BellRole>
    typealias Action = Machine.Action

    static let start = Timestamp(milliseconds: 1_000_000)
    static let process = ProcessIdentity(host: "h", bootID: "b", pid: 7, startTicks: 70)

    var machine = Machine(BellRole(), key: "secret")
    var now = Self.start

    /// Takes one input in and gives the verbs it sends, with all actions.
    mutating func take(_ input: Machine.Input) -> [Action] { machine.take(input, at: now) }

    static func requests(_ actions: [Action]) -> [Request] {
        actions.compactMap { if case .send(let request) = $0 { request } else { nil } }
    }

    static func ok(_ id: CommandID, _ body: some Encodable, sequence: Int64 = 10) -> Machine.Input {
        let headers = AnswerHeaders(sequence: sequence, epoch: 1)
        return .answered(id, Answer(id: id, headers: headers, result: .ok(JSONText.encode(body))))
    }

    static func error(_ id: CommandID, _ code: ErrorCode) -> Machine.Input {
        let headers = AnswerHeaders(sequence: 10, epoch: 1)
        return .answered(id, Answer(id: id, headers: headers, result: .error(WireError(code, "no"))))
    }

    static func event(_ subject: String, _ sequence: Int64) -> Machine.Input {
        .told(
            TownEvent(
                sequence: sequence, previous: sequence - 1, epoch: 1, stream: .town, kind: .beadCreated,
                subject: subject, time: start, actor: .overseer, cause: "c", data: EventData()))
    }

    /// Registered and listed; what the listing led to.
    mutating func live(_ listed: BellRole.Listed = BellRole.Listed()) throws -> [Action] {
        let register = try #require(Self.requests(take(.start(Self.process))).first)
        let list = try #require(Self.requests(take(Self.ok(register.id, RoleToken(token: 3)))).first)
        return take(Self.ok(list.id, listed))
    }

    @Test("it registers, lists, and follows its stream from where the listing was true")
    mutating func beginning() throws {
        let register = try #require(Self.requests(take(.start(Self.process))).first)
        #expect(register.verb == RoleRegister.verb)
        let list = try #require(Self.requests(take(Self.ok(register.id, RoleToken(token: 3)))).first)
        #expect(list.verb == MayorList.verb)
        let actions = take(Self.ok(list.id, BellRole.Listed(), sequence: 42))
        #expect(actions.contains(.follow(after: 42)))
        #expect(machine.isLive)
    }

    @Test("hands wait until their intent is committed; the command about the outcome settles it")
    mutating func intents() throws {
        _ = try live()
        let opened = take(Self.event("a", 11))
        let open = try #require(Self.requests(opened).first)
        #expect(open.verb == IntentOpen.verb)
        #expect(open.headers.token == 3 && open.headers.role == .mayor)
        let ring = CommandID(composed: "ring", "a")
        #expect(!opened.contains(.perform(ring, .ring("a"))))
        #expect(take(Self.ok(open.id, Done())).contains(.perform(ring, .ring("a"))))
        let written = Self.requests(take(.performed(ring, [.rung("a")])))
        #expect(written.map(\.verb) == [MailSend.verb])
        #expect(written.first?.headers.closes == [ring])
        // The id names what it is about, never what led to it.
        #expect(written.first?.id == CommandID(composed: "wrote", "a"))
    }

    @Test("each command says what led to it: an event, announced hands, or what led to hands that nobody announced")
    mutating func causes() throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a", 11))).first)
        #expect(open.headers.cause == "1-11")
        _ = take(Self.ok(open.id, Done()))
        let ring = CommandID(composed: "ring", "a")
        #expect(Self.requests(take(.performed(ring, [.rung("a")]))).map(\.headers.cause) == ["ring/a"])
        let quick = CommandID(composed: "ring", "q")
        #expect(take(Self.event("q", 12)).contains(.perform(quick, .ring("q"))))
        #expect(Self.requests(take(.performed(quick, [.rung("q")]))).map(\.headers.cause) == ["1-12"])
    }

    @Test("an outcome that needs no command is settled by the runtime")
    mutating func settling() throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a", 11))).first)
        _ = take(Self.ok(open.id, Done()))
        let settled = Self.requests(take(.performed(CommandID(composed: "ring", "a"), [])))
        #expect(settled.map(\.verb) == [IntentSettle.verb])
    }

    @Test("a predecessor's open intent is compared with the world before anything is decided")
    mutating func observing() throws {
        let ring = CommandID(composed: "ring", "a")
        let intent = Intent(id: ring, role: .mayor, kind: "ring", detail: "{}", openedAt: Self.start)
        let actions = try live(BellRole.Listed(names: ["a"], intents: [intent]))
        #expect(actions.contains(.observe(intent)))
        #expect(!machine.isLive && machine.state.isEmpty)
        let found = take(.observed(ring, [.rung("a")]))
        #expect(machine.isLive)
        // The bell was rung: it is not rung again, only told.
        #expect(Self.requests(found).map(\.verb) == [MailSend.verb])
    }

    @Test("of which nothing was found is begun again")
    mutating func beginningAgain() throws {
        let ring = CommandID(composed: "ring", "a")
        let intent = Intent(id: ring, role: .mayor, kind: "ring", detail: "{}", openedAt: Self.start)
        _ = try live(BellRole.Listed(names: ["a"], intents: [intent]))
        #expect(Self.requests(take(.observed(ring, []))).contains { $0.verb == IntentOpen.verb })
    }

    @Test("an event that the listing contains, and one told twice, change nothing")
    mutating func oldEvents() throws {
        _ = try live()
        #expect(Self.requests(take(Self.event("old", 10))).isEmpty)
        let first = Self.requests(take(Self.event("a", 11)))
        #expect(first.count == 1)
        #expect(Self.requests(take(Self.event("a", 11))).isEmpty)
    }

    @Test("an old token ends the process with 75")
    mutating func staleToken() throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a", 11))).first)
        let actions = take(Self.error(open.id, .staleToken))
        let failure = actions.compactMap { if case .exit(let failure) = $0 { failure } else { nil } }.first
        #expect(failure?.status == .tryAgain)
        #expect(take(Self.event("b", 12)).isEmpty)
    }

    @Test("a busy or silent store is asked again with the same id, later", arguments: [true, false])
    mutating func retrying(_ isBusy: Bool) throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a", 11))).first)
        let actions = take(isBusy ? Self.error(open.id, .busy) : .answered(open.id, nil))
        #expect(Self.requests(actions).isEmpty)
        let armed = actions.compactMap { if case .arm(let at) = $0 { at } else { nil } }.first
        now = try #require(armed)
        #expect(Self.requests(take(.tick)).map(\.id) == [open.id])
    }

    static func unknownKey(_ id: CommandID) -> Machine.Input {
        let headers = AnswerHeaders(sequence: 10, epoch: 1)
        return .answered(id, Answer(id: id, headers: headers, result: .error(.unknownKey)))
    }

    @Test("a key that was rotated is read again, and the same command goes out with it at once")
    mutating func rotatedKey() throws {
        _ = try live()
        let first = try #require(Self.requests(take(Self.event("a", 11))).first)
        let second = try #require(Self.requests(take(Self.event("b", 12))).first)
        #expect(first.headers.key == "secret")
        let refused = take(Self.unknownKey(first.id))
        #expect(refused.contains(.renewKey) && Self.requests(refused).isEmpty)
        let renewed = Self.requests(take(.key("new")))
        #expect(renewed.map(\.id) == [first.id] && renewed.first?.headers.key == "new")
        // What was on its way with the old one needs no second look at the file.
        let late = take(Self.unknownKey(second.id))
        #expect(!late.contains(.renewKey))
        #expect(Self.requests(late).map(\.id) == [second.id] && Self.requests(late).first?.headers.key == "new")
        let opened = take(Self.ok(first.id, Done()))
        #expect(opened.contains(.perform(CommandID(composed: "ring", "a"), .ring("a"))))
    }

    @Test("a listing is asked for again with the new key")
    mutating func rotatedBeforeListing() throws {
        _ = try live()
        let list = try #require(Self.requests(take(.gone)).first)
        #expect(take(Self.unknownKey(list.id)).contains(.renewKey))
        let again = try #require(Self.requests(take(.key("new"))).first)
        #expect(again.verb == MayorList.verb && again.headers.key == "new")
    }

    @Test("a key that stays unknown is looked for a few times, then the process ends with 77")
    mutating func foreignKey() throws {
        var next = try #require(Self.requests(take(.start(Self.process))).first)
        for _ in 0..<RuntimeLimits.keyLooksMax {
            var actions = take(Self.unknownKey(next.id))
            #expect(actions.contains(.renewKey))
            actions += take(.key("secret"))
            let armed = actions.compactMap { if case .arm(let at) = $0 { at } else { nil } }.first
            now = try #require(armed)
            next = try #require(Self.requests(take(.tick)).first)
        }
        let end = take(Self.unknownKey(next.id))
        let failure = end.compactMap { if case .exit(let failure) = $0 { failure } else { nil } }.first
        #expect(failure?.status == .forbidden)
    }

    @Test("a refusal for good is told to the core, and its hands are not moved")
    mutating func refusals() throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a", 11))).first)
        let actions = take(Self.error(open.id, .conflict))
        #expect(actions.contains { if case .refused = $0 { true } else { false } })
        #expect(!actions.contains(.perform(CommandID(composed: "ring", "a"), .ring("a"))))
    }

    @Test("when the feed can't go on, the whole state is listed again")
    mutating func gone() throws {
        _ = try live()
        #expect(Self.requests(take(.gone)).map(\.verb) == [MayorList.verb])
    }

    @Test("what was told while a listing was on its way is known after it too, though the listing is older")
    mutating func overtakenListing() throws {
        _ = try live()
        let list = try #require(Self.requests(take(.gone)).first)
        _ = take(Self.event("in", 11))
        _ = take(Self.event("after", 12))
        _ = take(Self.ok(list.id, BellRole.Listed(names: ["in"]), sequence: 11))
        #expect(machine.state == [.asked("in"), .asked("after")])
        // What was told before the listing was asked for is in it.
        let next = try #require(Self.requests(take(.gone)).first)
        _ = take(Self.ok(next.id, BellRole.Listed(names: ["in", "after"]), sequence: 12))
        #expect(machine.state == [.asked("in"), .asked("after")])
    }

    @Test("commands about one thing go one after the other; others don't wait for it")
    mutating func order() throws {
        _ = try live()
        let open = try #require(Self.requests(take(Self.event("a1", 11))).first)
        #expect(Self.requests(take(Self.event("a2", 12))).isEmpty)
        #expect(Self.requests(take(Self.event("b1", 13))).map(\.verb) == [IntentOpen.verb])
        let next = take(Self.ok(open.id, Done()))
        #expect(next.contains(.perform(CommandID(composed: "ring", "a1"), .ring("a1"))))
        #expect(Self.requests(next).map(\.verb) == [IntentOpen.verb])
    }
}
