import Testing
import TownModel
import WitnessCore

/// A session that stands still with work on its hook: nudges, one more look, another session in its place, then a person.
@Suite struct RecoveryTests {
    /// Its session stalled after the third nudge, as the store has it.
    private struct Stall {
        var witness = Conversation()
        var work: Assignment
        var session: Session
        var said: [String]

        init(renewal: Renewal? = nil, stopped: Bool = false) throws {
            work = try Town.assignment(7, "gt-1", .running)
            work.renewal = renewal
            session = try Town.session(7, .stalled, shim: Town.shim)
            session.evidence = SessionEvidence(.silence, "nudges led to no turn", since: Town.began)
            said = witness.tell(
                .listed(Listed(rig: try Town.rig(), stopped: stopped, assignments: [work], sessions: [session])))
        }

        mutating func probed(
            _ screen: Look.Screen, agent: Bool? = true, bytes: Int64 = 100, later: Duration = .zero
        ) -> [String] {
            let look = Look(number: 7, hasAgent: agent, outputBytes: bytes, screen: screen)
            return words(witness.tell(.probed(session.incarnation, look, work: "2 commits"), later: later))
        }
    }

    private static let prompt = Look.Screen.read(isAtPrompt: true, limitLine: nil)
    private static let restart = "restart 7 after s7: 2 commits"

    @Test func `nothing is looked at before the third nudge has led to nothing`() throws {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .running)
        var session = try Town.session(7, .idle, shim: Town.shim)
        session.evidence = SessionEvidence(.hook, "its turn has ended", since: Town.began)
        var said = witness.tell(.listed(Listed(rig: try Town.rig(), assignments: [work], sessions: [session])))
        for _ in 0..<239 { said += witness.tell(.ticked, later: .seconds(1)) }
        #expect(!said.contains { $0.hasPrefix("probe") || $0.hasPrefix("restart") || $0.hasPrefix("say 7") })
        #expect(words(witness.tell(.ticked, later: .seconds(1))) == ["say 7 stalled by silence since +0 s"])
        session.state = .stalled
        session.evidence = SessionEvidence(.silence, "nudges led to no turn", since: Town.began)
        #expect(words(witness.tell(.workChanged(work, session))) == ["probe 7"])
        #expect(words(witness.tell(.workChanged(work, session))) == [], "one look at a time")
    }

    @Test func `one that stands at its prompt is restarted once; the next session takes its work up`() throws {
        var stall = try Stall()
        #expect(words(stall.said) == ["probe 7"])
        #expect(stall.probed(Self.prompt) == [Self.restart])
        #expect(stall.probed(Self.prompt) == [Self.restart], "the same word, under the same id")
        #expect(words(stall.witness.tell(.ticked, later: .seconds(3600))) == [])
        stall.work.renewal = Renewal(times: 1, handoff: 3, isUnderWay: true)
        stall.session.state = .exiting
        stall.session.evidence = nil
        #expect(words(stall.witness.tell(.workChanged(stall.work, stall.session))) == ["end 7 after 15 s"])
        // Its process is gone: that is no failure of its assignment.
        #expect(words(stall.witness.tell(.processEnded(7, of: Incarnation(number: 7)))) == [])
        #expect(
            words(stall.witness.tell(.sessionGone(7, exitStatus: 143, of: Incarnation(number: 7))))
                == ["say ended 7 (143)"])
        stall.session.state = .ended
        #expect(words(stall.witness.tell(.workChanged(stall.work, stall.session))) == [])
        stall.work.incarnation = Incarnation(number: 8)
        stall.work.state = .claimed
        stall.work.renewal?.isUnderWay = false
        let next = try Town.session(8)
        #expect(words(stall.witness.tell(.workChanged(stall.work, next))) == ["prepare 7"])
        // What is still said of the one before.
        #expect(words(stall.witness.tell(.processEnded(7, of: Incarnation(number: 7)))) == [])
        #expect(words(stall.witness.tell(.sessionGone(7, exitStatus: 1, of: Incarnation(number: 7)))) == [])
        let base = try Town.commit("a")
        #expect(words(stall.witness.tell(.prepared(7, base: base, key: "k"))) == ["say prepared 7"])
    }

    @Test func `who stalls again after that is a person's, told once`() throws {
        var stall = try Stall(renewal: Renewal(times: 1, handoff: 3, isUnderWay: false))
        #expect(words(stall.said) == ["escalate stalled/s7"])
        #expect(words(stall.witness.tell(.ticked, later: .seconds(3600))) == [])
        let last = SessionEvidence(.hook, "a turn of it has begun", since: stall.witness.now)
        stall.session.state = .working
        stall.session.evidence = last
        #expect(words(stall.witness.tell(.workChanged(stall.work, stall.session))) == [])
    }

    @Test func `a sign of life is life: output that grows, a dialog, a limit, somebody's line, a turn`() throws {
        var growing = try Stall()
        _ = growing.witness.tell(.ticked, later: .seconds(10))
        let look = Look(number: 7, hasAgent: true, outputBytes: 100, screen: .notRead)
        _ = growing.witness.tell(.swept([look], offsetSeconds: 0))
        #expect(growing.probed(Self.prompt, bytes: 101) == ["say 7 working by output since +10 s"])

        var occupied = try Stall()
        #expect(occupied.probed(.read(isAtPrompt: false, limitLine: nil)) == ["escalate stalled/s7"])
        #expect(words(occupied.witness.tell(.ticked, later: .seconds(3600))) == [])

        for screen in [
            Look.Screen.read(isAtPrompt: false, limitLine: nil, question: "Trust?"),
            .read(isAtPrompt: true, limitLine: "limit reached"),
        ] {
            var waiting = try Stall()
            #expect(waiting.probed(screen) == [])
            #expect(words(waiting.witness.tell(.ticked, later: .seconds(30))) == ["probe 7"])
        }

        var turned = try Stall()
        turned.session.state = .working
        turned.session.evidence = SessionEvidence(.hook, "a turn of it has begun", since: Town.began)
        _ = turned.witness.tell(.workChanged(turned.work, turned.session))
        #expect(turned.probed(Self.prompt) == [])
    }

    @Test
    func `a program that is gone from under its shim, or has no screen, is restarted; what is hidden is a person's`()
        throws
    {
        var gone = try Stall()
        #expect(gone.probed(.away("no server"), agent: false) == [Self.restart])
        var hooked = try Stall()
        #expect(hooked.probed(.notRead) == [Self.restart])
        var hidden = try Stall()
        #expect(hidden.probed(.away("no server")) == [])
        #expect(words(hidden.witness.tell(.ticked, later: .seconds(30))) == ["probe 7"])
        #expect(hidden.probed(.notRead, agent: nil) == [])
        #expect(words(hidden.witness.tell(.ticked, later: .seconds(30))) == ["probe 7"])
        #expect(hidden.probed(.away("no server")) == ["escalate stalled/s7"])
        var ended = try Stall()
        #expect(words(ended.witness.tell(.probed(Incarnation(number: 7), nil, work: "w"))) == [])
    }

    @Test func `in a stopped town nobody is looked at or restarted; afterwards it begins with a look`() throws {
        var stopped = try Stall(stopped: true)
        #expect(words(stopped.said) == [])
        #expect(words(stopped.witness.tell(.townThawed)) == ["probe 7"])
        #expect(words(stopped.witness.tell(.townStopped)) == [])
        #expect(stopped.probed(Self.prompt) == [])
        #expect(words(stopped.witness.tell(.townThawed)) == ["probe 7"])
    }

    @Test func `a Witness that begins anew goes on wherever its predecessor was`() throws {
        func begins(_ renewal: Renewal?, _ state: AssignmentState, _ session: Session) throws -> [String] {
            var witness = Conversation()
            var work = try Town.assignment(7, "gt-1", state, base: try Town.commit("a"))
            work.incarnation = session.incarnation
            work.renewal = renewal
            let listed = Listed(rig: try Town.rig(), assignments: [work], sessions: [session])
            return words(witness.tell(.listed(listed)))
        }
        let asked = Renewal(times: 1, handoff: 3, isUnderWay: true)
        let over = Renewal(times: 1, handoff: 3, isUnderWay: false)
        #expect(try begins(asked, .running, Town.session(7, .exiting, shim: Town.shim)) == ["end 7 after 15 s"])
        #expect(try begins(over, .claimed, Town.session(8)) == ["prepare 7"])
        #expect(try begins(over, .prepared, Town.session(8)) == ["start 7"])
    }
}

private func words(_ said: [String]) -> [String] {
    said.filter { !$0.hasPrefix("wake") && !$0.hasPrefix("sweep") && !$0.hasPrefix("watch") && $0 != "empty trash" }
}
