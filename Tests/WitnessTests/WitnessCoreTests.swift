import Testing
import TownModel
import WitnessCore

@Suite("What a Witness decides")
struct WitnessCoreTests {
    private func listed(
        _ dispatch: [DispatchEntry] = [], _ assignments: [Assignment] = [], _ sessions: [Session] = [],
        stopped: Bool = false, rig: Rig? = nil
    ) throws -> Event {
        .listed(
            Listed(
                rig: try rig ?? Town.rig(), stopped: stopped, dispatch: dispatch, assignments: assignments,
                sessions: sessions))
    }

    @Test func `a bead goes all the way from the queue to the trash`() throws {
        var witness = Conversation()
        let base = try Town.commit("a")
        #expect(witness.tell(try listed([Town.entry("gt-1")])) == ["claim gt-1/1"])
        var entry = try Town.entry("gt-1")
        entry.state = .claimed
        #expect(witness.tell(.dispatchChanged(entry)) == [])
        var work = try Town.assignment(7, "gt-1", .claimed)
        #expect(witness.tell(.workChanged(work, try Town.session(7))) == ["prepare 7"])
        #expect(witness.tell(.prepared(7, base: base, key: "k")) == ["say prepared 7"])
        work.state = .prepared
        work.base = base
        #expect(witness.tell(.workChanged(work, try Town.session(7))) == ["start 7"])
        #expect(witness.tell(.started(7, shim: Town.shim)) == ["say started 7"])
        work.state = .running
        work.shim = Town.shim
        let running = try Town.session(7, .working, shim: Town.shim)
        #expect(witness.tell(.workChanged(work, running)) == ["watch 7", "wake +60 s", "wake +10 s"])
        work.state = .ended
        #expect(
            witness.tell(.workChanged(work, try Town.session(7, .exiting, shim: Town.shim))) == ["end 7 after 15 s"])
        #expect(witness.tell(.processEnded(7)) == [])
        #expect(witness.tell(.sessionGone(7, exitStatus: 0)) == ["say ended 7 (0)"])
        #expect(witness.tell(.workChanged(work, try Town.session(7, .ended))) == ["retire 7"])
        #expect(witness.tell(.retired(7, rescueRef: nil)) == ["say retired 7 (nothing to save)"])
        work.state = .retired
        #expect(witness.tell(.workChanged(work, try Town.session(7, .ended))) == [])
    }

    @Test func `what is told twice is done once`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .claimed)
        let session = try Town.session(7)
        #expect(witness.tell(try listed([], [work], [session])) == ["prepare 7"])
        #expect(witness.tell(.workChanged(work, session)) == [])
        #expect(witness.tell(.workChanged(work, session)) == [])
    }

    @Test func `claims are the most urgent first, then the oldest, as many as there is room for`() throws {
        var witness = Conversation()
        let entries = [
            try Town.entry("gt-new"), try Town.entry("gt-old", age: 60_000),
            try Town.entry("gt-urgent", priority: .critical), try Town.entry("gt-third", age: 1000),
        ]
        #expect(witness.tell(try listed(entries)) == ["claim gt-urgent/1", "claim gt-old/1"])
        // An ended assignment whose process may still be there takes room as well.
        var crowded = Conversation()
        let leaving = try Town.assignment(7, "gt-1", .ended)
        let effects = crowded.tell(try listed(entries, [leaving], [Town.session(7, .exiting)]))
        #expect(effects == ["claim gt-urgent/1", "end 7 after 15 s"])
    }

    @Test func `four are begun at a time; each that runs, or is given back, makes room for the next`() throws {
        var witness = Conversation()
        let entries = try (1...6).map { try Town.entry("gt-\($0)", age: Int64(60 - $0)) }
        let rig = try Town.rig(polecatsMax: 50)
        #expect(
            witness.tell(try listed(entries, rig: rig)) == [
                "claim gt-1/1", "claim gt-2/1", "claim gt-3/1", "claim gt-4/1",
            ])
        for number in 1...4 as ClosedRange<Int64> {
            var entry = entries[Int(number) - 1]
            entry.state = .claimed
            #expect(witness.tell(.dispatchChanged(entry)) == [])
            let work = try Town.assignment(number, "gt-\(number)", .claimed)
            #expect(witness.tell(.workChanged(work, try Town.session(number))) == ["prepare \(number)"])
        }
        let running = try Town.assignment(1, "gt-1", .running)
        let session = try Town.session(1, .working, shim: Town.shim)
        #expect(
            witness.tell(.workChanged(running, session)) == ["claim gt-5/1", "watch 1", "wake +60 s", "wake +10 s"])
        var back = try Town.assignment(2, "gt-2", .ended)
        #expect(witness.tell(.workChanged(back, try Town.session(2, .ended))) == ["claim gt-6/1", "retire 2"])
        back.state = .retired
        #expect(witness.tell(.workChanged(back, nil)) == [])
    }

    @Test func `problem 26: nothing is claimed for a parked rig or a stopped town, nor before its time`() throws {
        var witness = Conversation()
        let entry = try Town.entry("gt-1")
        #expect(witness.tell(try listed([entry], rig: Town.rig(state: .parked))) == [])
        #expect(witness.tell(try listed([entry], stopped: true)) == [])
        #expect(witness.tell(.townThawed) == ["claim gt-1/1"])
        let later = try Town.entry("gt-2", notBefore: Town.began.advanced(by: .seconds(90)))
        #expect(witness.tell(try listed([later])) == ["wake +90 s"])
        #expect(witness.tell(.ticked, later: .seconds(90)) == ["claim gt-2/1"])
    }

    @Test func `the trash is emptied on patrol alone, and a patrol tries again what failed`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .ended)
        #expect(witness.tell(.patrol(.emptyTrash)) == [], "nothing is known of the rig yet")
        #expect(witness.tell(try listed([], [work])) == ["retire 7"])
        #expect(witness.tell(.patrol(.emptyTrash)) == ["empty trash"])
        _ = witness.tell(.retirementFailed(7, reason: "the disk is full"))
        #expect(
            witness.tell(.patrol(.carryOn), later: .seconds(30)) == [], "nobody has said that it may be tried again")
        #expect(witness.tell(.patrol(.retrySteps)) == [])
        #expect(witness.tell(.patrol(.carryOn)) == ["retire 7"])
        for reflex in WitnessReflex.allCases where reflex != .emptyTrash {
            #expect(witness.tell(.patrol(reflex)) == [], "\(reflex)")
        }
    }

    @Test func `a refused claim is not repeated until the queue says something new`() throws {
        var witness = Conversation()
        let entry = try Town.entry("gt-1")
        #expect(witness.tell(try listed([entry])) == ["claim gt-1/1"])
        #expect(witness.tell(.claimRefused(entry.bead)) == [])
        #expect(witness.tell(.dispatchChanged(entry)) == ["claim gt-1/1"])
    }

    @Test(
        arguments: [
            (3, "the agent ended with exit status 3"), (137, "the agent was ended by signal 9"),
            (0, "the agent ended without handing anything in (`gt done`)"),
            (nil, "the agent's process is gone, and nobody recorded how it ended"),
        ] as [(Int32?, String)])
    func `an agent that ends with its bead on the hook gives it back, in words`(
        status: Int32?, reason: String
    ) throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .running)
        let running = try Town.session(7, .working, shim: Town.shim)
        #expect(witness.tell(try listed([], [work], [running])) == ["watch 7", "wake +60 s", "wake +10 s"])
        #expect(witness.tell(.processEnded(7)) == ["end 7 after 0 s"])
        #expect(
            witness.tell(.sessionGone(7, exitStatus: status))
                == ["return 7: \(reason)", "say ended 7 (\(status.map(String.init) ?? "unknown"))"])
    }

    @Test(arguments: [
        (AssignmentState.claimed, true, ["prepare 7"]), (.prepared, true, ["start 7"]),
        (.running, true, ["watch 7", "wake +60 s", "wake +10 s"]), (.ended, true, ["end 7 after 15 s"]),
        (.ended, false, ["retire 7"]),
        (.running, false, ["return 7: its session ended without a result"]),
    ])
    func `a new Witness goes on from whatever it finds`(
        state: AssignmentState, hasSession: Bool, expected: [String]
    ) throws {
        var witness = Conversation()
        let sessions = hasSession ? [try Town.session(7, .working, shim: Town.shim)] : []
        #expect(witness.tell(try listed([], [Town.assignment(7, "gt-1", state)], sessions)) == expected)
    }

    @Test func `problem 21: silence is told once and ends nothing`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .running)
        let silent = try Town.session(7, .spawning, shim: Town.shim)
        #expect(witness.tell(try listed([], [work], [silent])) == ["watch 7", "wake +60 s", "wake +10 s"])
        #expect(witness.tell(.ticked, later: .seconds(59)) == ["sweep 7"])
        #expect(witness.tell(.ticked, later: .seconds(1)) == ["escalate silent/s7"])
        #expect(witness.tell(.ticked, later: .seconds(600)) == [])
    }

    @Test func `whose work was taken away is asked to leave at once, while who ended it himself ends his turn`() throws
    {
        for (by, seconds) in [(Address.overseer, 0), (.polecat(try Town.name("gastown"), try Town.worker("nux")), 15)] {
            var witness = Conversation()
            var work = try Town.assignment(7, "gt-1", .running)
            _ = witness.tell(try listed([], [work], [Town.session(7, .working, shim: Town.shim)]))
            work.state = .ended
            work.ended = AssignmentEnd(at: Town.began, how: .takenBack, by: by, note: nil)
            #expect(
                witness.tell(.workChanged(work, try Town.session(7, .exiting, shim: Town.shim)))
                    == ["end 7 after \(seconds) s"])
        }
    }

    @Test func `problem 24: who has handed in is asked to leave, and its process is ended after its grace`() throws {
        var witness = Conversation()
        let running = try Town.assignment(7, "gt-1", .running)
        _ = witness.tell(try listed([], [running], [Town.session(7, .working, shim: Town.shim)]))
        let done = try Town.assignment(7, "gt-1", .ended)
        // Its turn goes on, or it stands at its prompt: it makes no difference.
        let said = witness.tell(.workChanged(done, try Town.session(7, .exiting, shim: Town.shim)))
        #expect(said.contains("end 7 after 15 s"))
        #expect(witness.tell(.sessionGone(7, exitStatus: 143)).contains("say ended 7 (143)"))
    }

    @Test func `hands that fail give the bead back, and clear up`() throws {
        var witness = Conversation()
        var work = try Town.assignment(7, "gt-1", .claimed)
        #expect(witness.tell(try listed([], [work], [Town.session(7)])) == ["prepare 7"])
        #expect(
            witness.tell(.preparationFailed(7, reason: "no space"))
                == ["return 7: its worktree could not be made: no space"])
        work.state = .ended
        #expect(witness.tell(.workChanged(work, try Town.session(7, .exiting))) == ["end 7 after 15 s"])
        #expect(witness.tell(.sessionGone(7, exitStatus: nil)) == ["say ended 7 (unknown)"])
    }

    @Test func `work that can't be saved stays, is told, and is tried again on patrol`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .ended)
        #expect(witness.tell(try listed([], [work])) == ["retire 7"])
        #expect(
            witness.tell(.retirementFailed(7, reason: "disk full")) == ["escalate left-over/7", "wake +30 s"])
        #expect(witness.tell(.ticked, later: .seconds(10)) == [])
        #expect(witness.tell(.ticked, later: .seconds(20)) == ["retire 7"])
    }

    @Test func `a remote that is away uses up no attempt; a person is told once, when it lasts`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .claimed)
        #expect(witness.tell(try listed([], [work], [try Town.session(7)])) == ["prepare 7"])
        let away = Event.remoteAway(7, reason: "no route")
        #expect(witness.tell(away) == ["wake +30 s"])
        #expect(witness.tell(.ticked, later: .seconds(29)) == [])
        #expect(witness.tell(.ticked, later: .seconds(1)) == ["prepare 7"])
        #expect(witness.tell(away, later: .seconds(60)) == ["wake +120 s"])
        #expect(witness.tell(.ticked, later: .seconds(30)) == ["prepare 7"])
        #expect(witness.tell(away) == ["escalate remote-away/7", "wake +150 s"])
        #expect(witness.tell(.ticked, later: .seconds(30)) == ["prepare 7"])
        #expect(witness.tell(away) == ["wake +180 s"])
        #expect(witness.tell(.ticked, later: .seconds(30)) == ["prepare 7"])
        #expect(witness.tell(.prepared(7, base: try Town.commit("a"), key: "k")) == ["say prepared 7"])
    }

    @Test func `a terminal that is away uses up no attempt either, and is told as such`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .prepared)
        #expect(witness.tell(try listed([], [work], [try Town.session(7)])) == ["start 7"])
        let away = Event.terminalAway(7, reason: "no tmux server")
        #expect(witness.tell(away) == ["wake +30 s"])
        #expect(witness.tell(.ticked, later: .seconds(30)).contains("start 7"))
        #expect(witness.tell(away, later: .seconds(90)) == ["escalate terminal-away/7", "wake +150 s"])
        #expect(witness.tell(.ticked, later: .seconds(30)) == ["start 7"])
        #expect(witness.tell(.started(7, shim: Town.shim)) == ["say started 7"])
    }

    @Test func `while the town is stopped nothing is made and nobody is ended`() throws {
        var witness = Conversation()
        let claimed = try Town.assignment(7, "gt-1", .claimed)
        let leaving = try Town.assignment(8, "gt-2", .ended)
        let sessions = [try Town.session(7), try Town.session(8, .exiting)]
        #expect(witness.tell(try listed([], [claimed, leaving], sessions, stopped: true)) == [])
        #expect(witness.tell(.townThawed) == ["prepare 7", "end 8 after 15 s"])
    }
}
