import BeadsStoreCore
import Testing
import TownModel

/// The judgement about what is awaited, told as a text: which facts, which rule, whose turn.
@Suite("What is awaited now")
struct AwaitingTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let town = TownConditions(now: now)
    private let stopped = TownConditions(now: now, stopped: "fire")
    private let id = valid(BeadID.self, "gt-a")
    private let ash = Address.polecat(VerbTown.gastown, valid(AgentName.self, "ash"))

    private func rig(_ state: RigState = .active, max: Int = 3) -> Rig {
        Rig(
            name: VerbTown.gastown, prefix: "gt", remote: nil, state: state,
            settings: RigSettings(gates: [Gate(name: "test", command: "make test")], polecatsMax: max),
            addedAt: Self.now)
    }

    private func bead(_ disposition: Disposition, type: BeadType = .task) -> Bead {
        Bead(
            id: id, rig: VerbTown.gastown, title: "Paint it", type: type, createdAt: Self.now, createdBy: "overseer",
            updatedAt: Self.now, disposition: disposition)
    }

    private func queue(
        running: Int = 0, ahead: Int = 0, rest: Duration? = nil, _ state: RigState = .active
    ) -> QueueFacts {
        let entry = DispatchEntry(
            bead: id, rig: VerbTown.gastown, attempt: rest == nil ? 1 : 2, reason: rest.map { _ in "its gates fail" },
            enqueuedAt: Self.now, notBefore: rest.map { Self.now.advanced(by: $0) }, dispatchedBy: .overseer)
        let counts = RoomCounts(rigs: [VerbTown.gastown: running])
        return QueueFacts(room: RoomFacts(entry: entry, rig: rig(state), counts: counts), ahead: ahead)
    }

    private func work(_ state: AssignmentState, _ session: SessionState?) -> WorkFacts {
        let assignment = Assignment(
            number: 7, bead: id, rig: VerbTown.gastown, agent: ash, state: state, incarnation: Incarnation(number: 4),
            preset: "script", worktree: "w", branch: "b", target: "main", claimedAt: Self.now)
        return WorkFacts(
            assignment: assignment,
            session: session.map {
                Session(
                    incarnation: assignment.incarnation, agent: ash, rig: VerbTown.gastown, assignment: 7, state: $0,
                    startedAt: Self.now)
            })
    }

    private func request(_ number: Int, _ state: MergeState) -> MergeRequest {
        MergeRequest(
            id: valid(BeadID.self, "gt-mr-\(number)"), bead: id, rig: VerbTown.gastown, title: "Paint it",
            assignment: 7,
            worker: ash, head: .test(2), base: .test(1), target: "main", state: state, enqueuedAt: Self.now)
    }

    private func text(_ found: [Awaited]) -> String {
        found.map { awaited in
            let due = awaited.due.map { " @\(Self.now.duration(to: $0).milliseconds / 1000)s" } ?? ""
            let timer = awaited.timer.map { " \($0)" } ?? ""
            return "\(awaited.rule.rawValue) | \(awaited.mover) | \(awaited.text)\(due)\(timer)"
        }.joined(separator: "\n")
    }

    private func judged(_ facts: BeadFacts, _ conditions: TownConditions? = nil) -> String {
        text(Awaiting.bead(facts, in: conditions ?? town))
    }

    @Test("a ready bead: nobody feeds it, a convoy does, the convoy knows no rig, the rig is parked, the town stopped")
    func ready() {
        var facts = BeadFacts(bead: bead(.ready))
        #expect(judged(facts) == "sling | overseer | it can be worked on, and no open convoy feeds it (gt sling gt-a)")
        facts.convoy = Convoy(
            id: valid(BeadID.self, "hq-cv-1"), title: "c", owner: .overseer, feeding: Feeding(rig: nil),
            createdAt: Self.now)
        #expect(
            judged(facts)
                == "sling | overseer | the convoy hq-cv-1 feeds it, but it belongs to no rig (gt sling gt-a <rig>)")
        facts.rig = rig(.parked)
        #expect(
            judged(facts, stopped) == """
                stopped | overseer | the town is stopped: fire (gt thaw)
                parked | overseer | the rig gastown is parked (gt rig unpark gastown)
                feed | mayor/ | the convoy hq-cv-1 feeds it: the Mayor puts it into the queue of gastown
                """)
    }

    @Test("a queued bead: room or none, its place, a rest with its moment")
    func queued() {
        var facts = BeadFacts(bead: bead(.taken), queue: queue())
        let sentence = "it is queued for a polecat of gastown (attempt 1)"
        #expect(judged(facts) == "claim | gastown/witness | \(sentence): there is room, it is the next")
        facts.queue = queue(running: 3, ahead: 2)
        #expect(
            judged(facts)
                == "room | gastown/witness | \(sentence): gastown has 3 polecats at work, its limit is 3, 2 go before it"
        )
        facts.queue = queue(rest: .seconds(60))
        let moment = Self.now.advanced(by: .seconds(60))
        #expect(
            judged(facts)
                == "backoff | gastown/witness | it is queued for a polecat of gastown (attempt 2, not before \(moment)), "
                + "after: its gates fail @60s")
        facts.queue = queue(rest: .seconds(-60), .parked)
        #expect(judged(facts).hasPrefix("parked | overseer"))
        #expect(judged(facts).contains("claim | gastown/witness"))
    }

    @Test("work on a hook: each state has its mover", arguments: AssignmentState.allCases)
    func hooked(state: AssignmentState) {
        let said = judged(BeadFacts(bead: bead(.taken), work: work(state, .spawning)))
        let rule = said.prefix { $0 != " " }
        switch state {
        case .claimed: #expect(rule == "worktree" && said.contains("| gastown/witness |"))
        case .prepared: #expect(rule == "start" && said.contains("| gastown/witness |"))
        case .running: #expect(rule == "first-word" && said.contains("| gastown/polecats/ash |"))
        case .ended: #expect(rule == "leave" && said.contains("| gastown/witness |"))
        case .retired: #expect(said.isEmpty)
        }
    }

    @Test("a running attempt is moved by its agent while the session works, else by the Witness")
    func sessions() {
        func said(_ session: SessionState?) -> String {
            judged(BeadFacts(bead: bead(.taken), work: work(.running, session)))
        }
        let sentence = "it is on the hook of gastown/polecats/ash (assignment 7)"
        #expect(
            said(.working)
                == "work | gastown/polecats/ash | \(sentence), which is at work (session s4, since \(Self.now)) and ends "
                + "it with gt done")
        #expect(said(.ended).hasPrefix("leave | gastown/witness | \(sentence); its session is ended"))
        #expect(said(nil).hasPrefix("start | gastown/witness | \(sentence), and no session"))
    }

    @Test("the merge queue: the one at work, and who waits behind it")
    func requests() {
        let (first, second) = (request(1, .testing), request(2, .queued))
        func said(_ request: MergeRequest, _ conditions: TownConditions? = nil) -> String {
            text(
                Awaiting.request(
                    RequestFacts(request: request, rig: rig(), queue: [first, second]), in: conditions ?? town))
        }
        #expect(
            said(first)
                == "gates | gastown/refinery | it is in the merge queue of gastown as gt-mr-1 (testing), and is tested for "
                + "main (gates: test)")
        #expect(
            said(second)
                == "turn | gastown/refinery | it is in the merge queue of gastown as gt-mr-2 (queued), number 2 of 2 for "
                + "main: gt-mr-1 is being tested")
        #expect(said(second, stopped).hasPrefix("stopped | overseer"))
        for state in MergeState.allCases where state.isEnded { #expect(said(request(3, state)).isEmpty) }
    }

    @Test("a held queue: who holds it, since when, why, and what lets it go on; what is landing is not held")
    func heldQueue() {
        func said(_ state: MergeState, by holder: Address) -> [Substring] {
            var held = rig()
            held.queueHold = QueueHold(by: holder, since: Self.now, reason: "release")
            let facts = RequestFacts(request: request(1, state), rig: held, queue: [request(1, state)])
            var bead = BeadFacts(bead: bead(.taken))
            bead.request = facts
            let found = text(Awaiting.request(facts, in: town))
            #expect(judged(bead) == found)
            return found.split(separator: "\n")
        }
        let sentence =
            "the merge queue of gastown is held by gastown/refinery since \(Self.now): release (gt mq resume gastown)"
        for state in [MergeState.queued, .testing] {
            let lines = said(state, by: .refinery(VerbTown.gastown))
            #expect(lines.count == 2 && lines[0] == "held | overseer | \(sentence)")
        }
        let crew = Address.crew(VerbTown.gastown, valid(AgentName.self, "ann"))
        #expect(said(.queued, by: crew)[0].hasPrefix("held | \(crew) | "))
        #expect(said(.landing, by: .overseer).map { $0.prefix(7) } == ["landing"])
    }

    @Test("whoever is to move it and was not heard of is said so, once")
    func silent() {
        let silent = TownConditions(
            now: Self.now,
            services: [
                ServiceStatus(name: "gastown/witness", health: .silent, heardAt: Self.now),
                ServiceStatus(name: "mayor", health: .unknown),
            ])
        let said = judged(BeadFacts(bead: bead(.taken), queue: queue()), silent)
        let last = said.split(separator: "\n").last.map(String.init)
        #expect(
            last
                == "service | its supervisor | gastown/witness was not heard of since \(Self.now): nothing of this moves "
                + "before it is (gt health gastown/witness)")
        #expect(said.split(separator: "\n").count == 2)
    }

    @Test("an agent: its hook, its nudges with their moments, its letters")
    func agents() {
        var facts = AgentFacts(agent: ash)
        #expect(
            text(Awaiting.agent(facts, in: town))
                == "idle | gastown/witness | nothing is on its hook: it waits for work")
        facts.work = [work(.ended, .ended), work(.running, .working)]
        let due = Self.now.advanced(by: .seconds(30))
        facts.nudges = [
            NudgeFact(
                nudge: Nudge(number: 3, from: .mayor, to: ash, sentAt: Self.now, expiresAt: due),
                timer: TimerFact(name: "expire-nudge/3", due: due))
        ]
        facts.unread = 2
        let said = text(Awaiting.agent(facts, in: town)).split(separator: "\n").map(String.init)
        #expect(said.count == 4)
        #expect(said[0].hasPrefix("retirement | gastown/witness | gt-a: assignment 7 is over"))
        #expect(said[1].hasPrefix("work | gastown/polecats/ash | gt-a: it is on the hook"))
        #expect(
            said[2]
                == "nudge | gastown/polecats/ash | nudge 3 from mayor/ waits for its next turn @30s expire-nudge/3")
        #expect(said[3].contains("2 letters are not read"))
    }

    @Test("a convoy: each open member is named, the rest is counted, the last landing is the Mayor's")
    func convoys() {
        var convoy = Convoy(
            id: valid(BeadID.self, "hq-cv-1"), title: "c", owner: .overseer, feeding: Feeding(rig: nil),
            members: (1...22).map {
                ConvoyMember(
                    bead: valid(BeadID.self, "gt-\($0)"), rig: VerbTown.gastown, title: "m", status: .open,
                    disposition: .ready)
            }, createdAt: Self.now)
        let said = Awaiting.convoy(convoy, in: town)
        #expect(said.count == 21 && said[0].mover == "mayor/" && said[20].text == "2 more members")
        for index in convoy.members.indices { convoy.members[index].status = .closed }
        #expect(Awaiting.convoy(convoy, in: town).map(\.mover) == ["mayor/"])
        convoy.state = .landed
        #expect(Awaiting.convoy(convoy, in: town).isEmpty)
    }

    @Test("everything open has a mover", arguments: Disposition.allCases)
    func movers(disposition: Disposition) {
        let holds = [HoldFact(.edge, "gt-b is not closed", mover: "gt-b")]
        let found = Awaiting.bead(BeadFacts(bead: bead(disposition), holds: holds), in: stopped)
        #expect(found.isEmpty == (disposition == .closed))
        #expect(found.allSatisfy { !$0.mover.isEmpty && !$0.text.isEmpty })
    }
}
