import Plugins
import ResidentCore
import Testing
import TownModel
import WitnessCore

/// What a Witness does about crew: what a person has asked for, and nothing of its own accord.
@Suite struct CrewTranscriptTests {
    private static let max = "gastown/crew/max"

    private func resident(
        _ number: Int64? = 7, isFurnished: Bool = true, startsAgain: Bool = false
    ) throws -> Resident {
        Resident(
            agent: .crew(try Town.name("gastown"), try Town.worker("max")), number: 3, bead: try Town.id("gt-max"),
            state: .ready, worktree: "rigs/gastown/crew/max", branch: "crew/max", target: "main",
            base: try Town.commit("a"),
            run: number.map {
                ResidentRun(
                    incarnation: Incarnation(number: $0), preset: "sitter", isFurnished: isFurnished,
                    startsAgain: startsAgain)
            }, addedAt: Town.began)
    }

    private func session(
        _ number: Int64 = 7, _ state: SessionState = .spawning, shim: ProcessIdentity? = nil
    ) throws -> Session {
        Session(
            incarnation: Incarnation(number: number), agent: try resident().agent, rig: try Town.name("gastown"),
            assignment: 0, state: state, shim: shim, startedAt: Town.began)
    }

    /// A rig with one member of its crew at work.
    private func atWork() throws -> (talk: Conversation, first: [String]) {
        var talk = Conversation()
        let first = talk.tell(
            .listed(
                Listed(
                    rig: try Town.rig(), sessions: [try session(7, .working, shim: Town.shim)], crew: [try resident()]))
        )
        return (talk, first)
    }

    @Test("a session that is asked for gets its directory, then its key is told, then it is started, then watched")
    func start() throws {
        var talk = Conversation()
        _ = talk.tell(.listed(Listed(rig: try Town.rig(), crew: [try resident(nil)])))
        let asked = try resident(isFurnished: false)
        #expect(talk.tell(.crew(.changed(asked, try session()))) == ["furnish \(Self.max)"])
        // The event again is the same step.
        #expect(talk.tell(.crew(.changed(asked, try session()))) == [])
        #expect(talk.tell(.crew(.furnished(asked, key: "secret"))) == ["say furnished \(Self.max)"])
        let known = try resident()
        #expect(talk.tell(.crew(.changed(known, try session()))) == ["start \(Self.max)"])
        #expect(talk.tell(.crew(.started(known, shim: Town.shim))) == ["say started \(Self.max)"])
        let running = try session(shim: Town.shim)
        #expect(talk.tell(.crew(.changed(known, running))) == ["watch \(Self.max)"])
        #expect(talk.tell(.crew(.changed(known, running))) == [])
    }

    @Test("a successor goes on wherever its predecessor was")
    func successor() throws {
        func begins(_ resident: Resident, _ session: Session) throws -> [String] {
            var talk = Conversation()
            return talk.tell(.listed(Listed(rig: try Town.rig(), sessions: [session], crew: [resident])))
        }
        #expect(try begins(resident(isFurnished: false), session()) == ["furnish \(Self.max)"])
        #expect(try begins(resident(), session()) == ["start \(Self.max)"])
        #expect(try begins(resident(), session(7, .working, shim: Town.shim)) == ["watch \(Self.max)"])
        let leaving = try begins(resident(), session(7, .exiting, shim: Town.shim))
        #expect(leaving == ["watch \(Self.max)", "end \(Self.max)"])
    }

    @Test("it is typed to as a polecat is: its first prompt where that is pasted, then nudges, as long as it runs")
    func typing() throws {
        var (talk, _) = try atWork()
        func nudge(_ number: Int64, _ mode: NudgeMode = .whenIdle) throws -> Event {
            .nudgeChanged(
                Nudge(
                    number: number, from: .overseer, to: try resident().agent, sentAt: Town.began,
                    expiresAt: Town.began.advanced(by: .seconds(60)), mode: mode, channel: .pane))
        }
        let session = Incarnation(number: 7)
        #expect(talk.tell(try nudge(1)) == ["type 7: 1"])
        #expect(talk.tell(.typed(session, TypingReport(obstacle: "busy"))) == ["wake +5 s"])
        #expect(talk.tell(try nudge(2, .interrupt)) == ["type 7: 1! 2!"])
        #expect(talk.tell(.typed(session, TypingReport(typed: [1, 2]))) == [])
        _ = talk.tell(.crew(.processEnded(try resident())))
        #expect(talk.tell(try nudge(3)) == [])

        talk = Conversation()
        var known = try resident()
        known.run?.preset = "typed"
        let running = try self.session(7, .spawning, shim: Town.shim)
        let first = talk.tell(.listed(Listed(rig: try Town.rig(), sessions: [running], crew: [known])))
        #expect(first == ["watch \(Self.max)", "prompt 7"])
        #expect(talk.tell(.prompted(session, TypingReport())) == [], "nobody judges crew")
    }

    @Test("it is ended when somebody asks for it, and its end is told when no process is left")
    func stop() throws {
        var (talk, first) = try atWork()
        #expect(first == ["watch \(Self.max)"])
        let known = try resident()
        let asked = try session(7, .exiting, shim: Town.shim)
        #expect(talk.tell(.crew(.changed(known, asked))) == ["end \(Self.max)"])
        // Its shim goes: that is the same step.
        #expect(talk.tell(.crew(.processEnded(known))) == [])
        #expect(talk.tell(.crew(.sessionGone(known, exitStatus: 143))) == ["say ended \(Self.max) (143)"])
        let next = try resident(8, isFurnished: false)
        #expect(talk.tell(.crew(.changed(next, try session(8)))) == ["furnish \(Self.max)"])
        // What is still said of the one before is not about this one.
        #expect(talk.tell(.crew(.sessionGone(known, exitStatus: 143))) == [])
        #expect(talk.tell(.crew(.processEnded(known))) == [])
    }

    @Test("one that ends by itself is recorded as ended, and not started again")
    func endsByItself() throws {
        var (talk, _) = try atWork()
        let known = try resident()
        #expect(talk.tell(.crew(.processEnded(known))) == ["end \(Self.max)"])
        #expect(talk.tell(.crew(.sessionGone(known, exitStatus: 1))) == ["say ended \(Self.max) (1)"])
        #expect(talk.tell(.crew(.changed(try resident(nil), try session(7, .ended)))) == [])
        #expect(talk.tell(.ticked, later: .seconds(86_400)) == [])
        #expect(talk.tell(.listed(Listed(rig: try Town.rig(), crew: [try resident(nil)]))) == [])
    }

    @Test("a start that fails is told with its reason, once nothing of it is left")
    func failure() throws {
        var talk = Conversation()
        _ = talk.tell(.listed(Listed(rig: try Town.rig(), sessions: [try session()], crew: [try resident()])))
        let known = try resident()
        #expect(talk.tell(.crew(.failed(known, reason: "no such program"))) == ["end \(Self.max)"])
        let said = talk.tell(.crew(.sessionGone(known, exitStatus: nil)))
        #expect(said == ["say ended \(Self.max) (no such program)"])
    }

    @Test("an end that fails is told to a person once, and tried again on patrol")
    func stubborn() throws {
        var (talk, _) = try atWork()
        let known = try resident()
        _ = talk.tell(.crew(.changed(known, try session(7, .exiting, shim: Town.shim))))
        let said = talk.tell(.crew(.endFailed(known, reason: "it does not end")))
        #expect(said == ["escalate left-over/s7", "wake +30 s"])
        #expect(talk.tell(.ticked, later: .seconds(10)).contains("end \(Self.max)") == false)
        #expect(talk.tell(.ticked, later: .seconds(30)).contains("end \(Self.max)"))
    }

    @Test("while the town is stopped nothing is started or ended; when it goes on, what was asked for is done")
    func stopped() throws {
        var talk = Conversation()
        _ = talk.tell(.listed(Listed(rig: try Town.rig(), stopped: true, crew: [])))
        #expect(talk.tell(.crew(.changed(try resident(), try session()))) == [])
        #expect(talk.tell(.townThawed) == ["start \(Self.max)"])
        // The stop was faster than the start.
        #expect(talk.tell(.crew(.notNow(try resident()))) == [])
        #expect(talk.tell(.townThawed) == ["start \(Self.max)"])
    }

    @Test("no event of any other kind, in any state of a session, has crew ended, or started, or told on")
    func leftAlone() throws {
        let sessions = [
            try session(7, .spawning, shim: Town.shim), try session(7, .working, shim: Town.shim),
            try session(7, .unknown, shim: Town.shim), try session(7, .idle, shim: Town.shim),
            try session(7, .waiting, shim: Town.shim), try session(7, .stalled, shim: Town.shim),
        ]
        for session in sessions {
            for event in try otherEvents() {
                var talk = Conversation()
                let known = try resident()
                _ = talk.tell(.listed(Listed(rig: try Town.rig(), sessions: [session], crew: [known])))
                // As long as nobody would be left alone who is a worker.
                for later in [Duration.zero, .seconds(61), .seconds(3600), .seconds(7 * 86_400)] {
                    let said = talk.tell(event, later: later).filter { $0.contains("max") || $0.contains("/s7") }
                    #expect(said == [], "\(event) in \(session.state)")
                }
            }
        }
    }

    /// Each kind of event that is not about crew: the compiler says when one is missing.
    private func otherEvents() throws -> [Event] {
        let assignment = try Town.assignment(1, "gt-a", .running)
        // Of no assignment, as a session of crew is.
        let looks = [
            Look(number: 0, hasAgent: false, outputBytes: nil, screen: .away("no server")),
            Look(number: 0, hasAgent: true, outputBytes: 1, screen: .read(isAtPrompt: true, limitLine: "limit")),
        ]
        let nudge = Nudge(
            number: 1, from: .overseer, to: try resident().agent, text: "hurry", sentAt: Town.began,
            expiresAt: Town.began.advanced(by: .seconds(60)), channel: .pane)
        let session = Incarnation(number: 7)
        let events: [Event] =
            [
                .rigChanged(try Town.rig(polecatsMax: 1)), .rigChanged(try Town.rig(state: .parked)),
                .rigChanged(try Town.rig(state: .removed)), .townStopped, .townThawed,
                .dispatchChanged(try Town.entry("gt-a")), .workChanged(assignment, try Town.session(1)),
                .claimRefused(try Town.id("gt-a")), .ticked, .prepared(1, base: try Town.commit("a"), key: "k"),
                .preparationFailed(1, reason: "r"), .remoteAway(1, reason: "r"), .started(1, shim: Town.shim),
                .startFailed(1, reason: "r"), .processEnded(1), .sessionGone(1, exitStatus: 0),
                .endFailed(1, reason: "r"),
                .retired(1, rescueRef: nil), .retirementFailed(1, reason: "r"),
                .limitMet(0, line: "limit reached", offsetSeconds: 0), .nudgeChanged(nudge),
                .typed(session, TypingReport(obstacle: "no pane", isForGood: true)),
                .prompted(session, TypingReport()), .terminalAway(1, reason: "r"),
                .probed(session, looks[0], work: "w"), .plugins([]), .plugin(.found(PluginShelf())),
                .capacityChanged(RigCapacity()), .hostSeen(nil),
            ] + looks.map { .swept([$0], offsetSeconds: 0) } + WitnessReflex.allCases.map { .patrol($0) }
        for event in events {
            switch event {
            case .rigChanged, .townStopped, .townThawed, .dispatchChanged, .workChanged, .claimRefused, .ticked,
                .prepared, .preparationFailed, .remoteAway, .started, .startFailed, .processEnded, .sessionGone,
                .endFailed, .retired, .retirementFailed, .swept, .limitMet, .nudgeChanged, .typed, .prompted,
                .terminalAway, .probed, .patrol, .plugins, .plugin, .capacityChanged, .hostSeen:
                continue
            case .listed, .crew: Issue.record("those are what crew is told by")
            }
        }
        return events
    }
}
