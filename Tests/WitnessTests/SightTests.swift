import Testing
import TownModel
import WitnessCore

@Suite("What a Witness makes of what it sees")
struct SightTests {
    /// A session at work on assignment 7, and a Witness that has listed it.
    private struct Watch {
        var witness = Conversation()
        var work: Assignment
        var session: Session
        var bytes: Int64 = 100

        init(_ state: SessionState = .working, by evidence: SessionEvidence? = nil) throws {
            work = try Town.assignment(7, "gt-1", .running)
            session = try Town.session(7, state, shim: Town.shim)
            session.evidence = evidence
            _ = witness.tell(
                .listed(Listed(rig: try Town.rig(), assignments: [work], sessions: [session])))
            // The first patrol looks at the trash.
            _ = witness.tell(.ticked)
        }

        /// A tick at which a sweep is due, what it asks for, and what it sees.
        mutating func sweep(
            after pause: Duration, _ screen: Look.Screen = .notRead, agent: Bool? = true, grows: Bool = false
        ) throws -> [String] {
            let asked = witness.tell(.ticked, later: pause)
            try #require(asked.contains("sweep 7"), "\(asked)")
            if grows { bytes += 1 }
            let look = Look(number: 7, hasAgent: agent, outputBytes: bytes, screen: screen)
            return asked.filter { $0 != "sweep 7" } + witness.tell(.swept([look], offsetSeconds: 0))
        }

        /// The store has taken it: its event comes.
        mutating func changed(_ state: SessionState, _ evidence: SessionEvidence) -> [String] {
            session.state = state
            session.evidence = evidence
            return witness.tell(.workChanged(work, session))
        }

        var now: Timestamp { witness.now }
    }

    private let prompt = Look.Screen.read(isAtPrompt: true, limitLine: nil)

    @Test func `pauses between sweeps double while nothing is new, and there are none without sessions`() throws {
        var watch = try Watch()
        #expect(try watch.sweep(after: .seconds(10)) == ["wake +30 s"])
        #expect(watch.witness.tell(.ticked, later: .seconds(19)) == [])
        #expect(try watch.sweep(after: .seconds(1)) == ["wake +70 s"])
        #expect(try watch.sweep(after: .seconds(40)) == ["wake +130 s"])
        #expect(try watch.sweep(after: .seconds(60)) == ["wake +190 s"])
        watch.work.state = .ended
        #expect(try watch.witness.tell(.workChanged(watch.work, Town.session(7, .exiting))) == ["end 7 after 15 s"])
        #expect(watch.witness.tell(.ticked, later: .seconds(600)) == [])
    }

    @Test func `a sweep that is under way is not begun again; a stopped town is not looked at`() throws {
        var watch = try Watch()
        #expect(watch.witness.tell(.ticked, later: .seconds(10)) == ["sweep 7"])
        #expect(watch.witness.tell(.ticked, later: .seconds(60)) == [])
        #expect(watch.witness.tell(.swept([], offsetSeconds: 0)) == ["wake +90 s"])
        #expect(watch.witness.tell(.townStopped) == [])
        #expect(watch.witness.tell(.ticked, later: .seconds(60)) == [])
        #expect(watch.witness.tell(.townThawed) == ["wake +140 s"])
    }

    @Test func `one sweep is no proof: a prompt counts when the next one sees it too, and is told once`() throws {
        var watch = try Watch()
        #expect(try watch.sweep(after: .seconds(10)) == ["wake +30 s"])
        #expect(try watch.sweep(after: .seconds(20), prompt) == ["wake +40 s"])
        #expect(
            try watch.sweep(after: .seconds(10)) == ["say 7 idle by screen since +10 s", "wake +50 s"])
        let evidence = SessionEvidence(.screen, "its prompt stands", since: Town.began.advanced(by: .seconds(10)))
        // Known: the nudge of one who is idle since +10 s is due at once.
        #expect(watch.changed(.idle, evidence) == ["nudge nux/1", "wake +70 s"])
        #expect(try watch.sweep(after: .seconds(10)) == ["wake +70 s"])
        #expect(try watch.sweep(after: .seconds(20), prompt) == ["nudge nux/2", "wake +130 s", "wake +110 s"])
    }

    @Test func `a prompt while output grows is a program that shows it at work`() throws {
        var watch = try Watch()
        _ = try watch.sweep(after: .seconds(10))
        for pause in [20, 40, 60, 60] {
            let said = try watch.sweep(after: .seconds(pause), prompt, grows: true)
            #expect(said.allSatisfy { $0.hasPrefix("wake") }, "\(said)")
        }
    }

    @Test func `who was refused for a limit waits at its prompt until that is over, and is told then`() throws {
        let until = Town.began.advanced(by: .seconds(600))
        var watch = try Watch(
            .waiting, by: SessionEvidence(.hook, "its turn was refused: no more", since: Town.began, until: until))
        var said: [String] = []
        for pause in [10, 20, 40, 60, 60, 60, 60, 60, 60, 60, 60] {
            said += try watch.sweep(after: .seconds(pause), prompt)
        }
        #expect(said.allSatisfy { $0.hasPrefix("wake") }, "\(said)")
        said = watch.witness.tell(.ticked, later: .seconds(60))
        #expect(said.contains { $0.hasPrefix("nudge nux/") }, "\(said)")
    }

    @Test func `a turn that a hook has told of is over by a prompt only after five minutes of quiet`() throws {
        var watch = try Watch(.working, by: SessionEvidence(.hook, "a turn has begun", since: Town.began))
        var said: [String] = []
        for pause in [10, 20, 40, 60, 60, 60] { said += try watch.sweep(after: .seconds(pause), prompt) }
        #expect(said.allSatisfy { $0.hasPrefix("wake") }, "\(said)")
        said = try watch.sweep(after: .seconds(60), prompt)
        #expect(said == ["wake +320 s"])
        #expect(
            try watch.sweep(after: .seconds(10), prompt).first == "say 7 idle by screen since +10 s")
    }

    @Test func `a dialog at the start is waiting for a person, who is told once; nothing is said to the agent`() throws
    {
        var watch = try Watch(.spawning)
        let dialog = Look.Screen.read(isAtPrompt: false, limitLine: nil, question: "Do you trust it?")
        _ = try watch.sweep(after: .seconds(10))
        _ = try watch.sweep(after: .seconds(20), dialog)
        #expect(try watch.sweep(after: .seconds(10), dialog).first == "say 7 waiting by screen since +30 s")
        let since = Town.began.advanced(by: .seconds(30))
        let evidence = SessionEvidence(.screen, "it asks a person: Do you trust it?", since: since)
        let told = watch.changed(.waiting, evidence)
        #expect(told.filter { !$0.hasPrefix("wake") } == ["escalate asks/s7/\(since.milliseconds)"])
        var said: [String] = []
        for pause in [10, 20, 40, 60, 60] {
            said += try watch.sweep(after: .seconds(pause), dialog).filter { !$0.hasPrefix("wake") }
        }
        #expect(said == [], "not silent, not idle: it waits")
        // Answered: its program goes on.
        let none = Look.Screen.read(isAtPrompt: false, limitLine: nil)
        _ = try watch.sweep(after: .seconds(60), none, grows: true)
        #expect(try watch.sweep(after: .seconds(10), none, grows: true).first == "say 7 working by output since +290 s")
    }

    @Test func `output makes an idle screen work again, but not somebody's typing between turns of a hook`() throws {
        let since = Town.began.advanced(by: .seconds(1))
        var screen = try Watch(.idle, by: SessionEvidence(.screen, "prompt", since: since))
        var hook = try Watch(.idle, by: SessionEvidence(.hook, "turn over", since: since))
        for watch in [true, false] {
            _ = watch ? try screen.sweep(after: .seconds(10)) : try hook.sweep(after: .seconds(10))
        }
        _ = try screen.sweep(after: .seconds(20), grows: true)
        #expect(
            try screen.sweep(after: .seconds(10), grows: true).contains("say 7 working by output since +30 s"))
        _ = try hook.sweep(after: .seconds(20), grows: true)
        let said = try hook.sweep(after: .seconds(40), grows: true)
        #expect(!said.contains { $0.hasPrefix("say") }, "\(said)")
    }

    @Test func `an agent that is gone from under its shim is stalled, what can't be seen is unknown, and both pass`()
        throws
    {
        var watch = try Watch()
        _ = try watch.sweep(after: .seconds(10), agent: false)
        #expect(try watch.sweep(after: .seconds(10), agent: false).first == "say 7 stalled by process since +10 s")
        #expect(watch.changed(.stalled, SessionEvidence(.process, "gone", since: watch.now)) == [])
        var hidden = try Watch()
        let away = Look.Screen.away("the tmux server does not answer")
        _ = try hidden.sweep(after: .seconds(10), away)
        #expect(try hidden.sweep(after: .seconds(10), away).first == "say 7 unknown by screen since +10 s")
        _ = hidden.changed(.unknown, SessionEvidence(.screen, "away", since: hidden.now))
        _ = try hidden.sweep(after: .seconds(10))
        _ = try hidden.sweep(after: .seconds(20))
        #expect(try hidden.sweep(after: .seconds(10)).first == "say 7 working by process since +50 s")
    }

    @Test func `what a hook, a clock or a silence has told stays known while nobody can look`() throws {
        let away = Look.Screen.away("the tmux server does not answer")
        let since = Town.began
        let known: [(SessionState, SessionEvidence)] = [
            (.idle, SessionEvidence(.hook, "its turn has ended", since: since)),
            (.idle, SessionEvidence(.clock, "its limit is over", since: since)),
            (.waiting, SessionEvidence(.hook, "no more", since: since, until: since.advanced(by: .seconds(900)))),
            (.stalled, SessionEvidence(.silence, "nudges led to no turn", since: since)),
        ]
        for (state, evidence) in known {
            var watch = try Watch(state, by: evidence)
            var said = try watch.sweep(after: .seconds(10), away)
            for pause in [20, 40] { said += try watch.sweep(after: .seconds(pause), away) }
            for pause in [60, 60, 60] { said += try watch.sweep(after: .seconds(pause)) }
            let judged = said.filter { $0.hasPrefix("say 7 unknown") || $0.hasPrefix("say 7 working") }
            #expect(judged == [], "\(state) by \(evidence.kind)")
            if state == .idle { #expect(said.contains("nudge nux/1") && said.contains("nudge nux/3"), "\(said)") }
        }
    }

    @Test func `silence of a working process is no evidence of anything`() throws {
        var watch = try Watch(.working, by: SessionEvidence(.word, "it has spoken", since: Town.began))
        var said = try watch.sweep(after: .seconds(10))
        said += try watch.sweep(after: .seconds(20))
        said += try watch.sweep(after: .seconds(40))
        for _ in 0..<60 { said += try watch.sweep(after: .seconds(60)) }
        #expect(said.allSatisfy { $0.hasPrefix("wake") || $0 == "empty trash" }, "\(said)")
    }

    @Test func `text is read when nothing was written since the last sweep, once, and always of one that waits`() throws
    {
        let work = try Town.assignment(7, "gt-1", .running)
        func target(_ bytes: Int64?, read: Int64? = nil, waiting: Bool = false) -> SweepTarget {
            SweepTarget(assignment: work, shim: Town.shim, outputBytes: bytes, readBytes: read, isWaiting: waiting)
        }
        #expect(!target(nil).wantsText(at: 10) && !target(9).wantsText(at: 10) && target(10).wantsText(at: 10))
        #expect(!target(10, read: 10).wantsText(at: 10) && target(10, read: 9).wantsText(at: 10))
        #expect(target(9, read: 9, waiting: true).wantsText(at: 10) && !target(nil).wantsText(at: nil))
    }
}

@Suite("Whom a Witness nudges")
struct PropulsionTests {
    private func idle(
        since seconds: Int64, kind: EvidenceKind = .hook, state: SessionState = .idle, until: Int64? = nil
    ) throws -> (Conversation, Assignment, Session, [String]) {
        var witness = Conversation()
        let work = try Town.assignment(7, "gt-1", .running)
        var session = try Town.session(7, state, shim: Town.shim)
        session.evidence = SessionEvidence(
            kind, "so", since: Town.began.advanced(by: .seconds(seconds)),
            until: until.map { Town.began.advanced(by: .seconds($0)) })
        let listed = Event.listed(Listed(rig: try Town.rig(), assignments: [work], sessions: [session]))
        let said = witness.tell(listed)
        return (witness, work, session, said)
    }

    /// What is said of nudges, without what sweeps ask for.
    private func words(_ said: [String]) -> [String] {
        said.filter { !$0.hasPrefix("wake") && !$0.hasPrefix("sweep") && !$0.hasPrefix("watch") && $0 != "empty trash" }
    }

    @Test
    func
        `problem 5: after 30, 60 and 120 s who is idle is told to go on or hand in; then it stalls, and no more is said`()
        throws
    {
        var (witness, _, _, said) = try idle(since: 0)
        #expect(said == ["watch 7", "wake +60 s", "wake +30 s", "wake +10 s"])
        said = words(witness.tell(.ticked, later: .seconds(29)))
        #expect(said == [])
        #expect(words(witness.tell(.ticked, later: .seconds(1))) == ["nudge nux/1"])
        #expect(words(witness.tell(.ticked, later: .seconds(30))) == ["nudge nux/2"])
        #expect(words(witness.tell(.ticked, later: .seconds(59))) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(1))) == ["nudge nux/3"])
        #expect(words(witness.tell(.ticked, later: .seconds(119))) == [])
        #expect(
            words(witness.tell(.ticked, later: .seconds(1)))
                == ["say 7 stalled by silence since +0 s"])
        #expect(words(witness.tell(.ticked, later: .seconds(3600))) == [])
    }

    @Test func `a Witness that begins anew says the last word that is due, under the same id`() throws {
        var witness = Conversation()
        #expect(words(witness.tell(.ticked, later: .seconds(70))) == [])
        let (_, work, session, _) = try idle(since: 0)
        let listed = Event.listed(Listed(rig: try Town.rig(), assignments: [work], sessions: [session]))
        #expect(words(witness.tell(listed)) == ["nudge nux/2"])
        #expect(words(witness.tell(listed)) == ["nudge nux/2"])
    }

    @Test func `a town that was stopped, or a Witness that comes late, says a word before it gives anybody up`() throws
    {
        var (witness, work, session, _) = try idle(since: 0)
        _ = witness.tell(.townStopped)
        _ = witness.tell(.ticked, later: .seconds(3600))
        #expect(words(witness.tell(.townThawed)) == ["nudge nux/3"])
        #expect(words(witness.tell(.ticked, later: .seconds(119))) == [])
        let listed = Event.listed(Listed(rig: try Town.rig(), assignments: [work], sessions: [session]))
        // What was said is forgotten, and is said again under its id.
        #expect(words(witness.tell(listed)) == ["nudge nux/3"])
        #expect(words(witness.tell(.ticked, later: .seconds(119))) == [])
        #expect(
            words(witness.tell(.ticked, later: .seconds(1)))
                == ["say 7 stalled by silence since +0 s"])
        session.state = .working
        #expect(words(witness.tell(.workChanged(work, session))) == [])
    }

    @Test func `after the clock was set back who is idle is so as of now, and is told to go on as ever`() throws {
        // Listed by a Witness whose clock stands an hour before the turn's end, as the ledger has it.
        var (witness, work, session, said) = try idle(since: 3600)
        #expect(words(said) == ["say 7 idle by hook since +0 s"])
        #expect(words(witness.tell(.ticked, later: .seconds(30))) == [], "said once")
        session.evidence = SessionEvidence(.hook, "so", since: witness.now)
        #expect(words(witness.tell(.workChanged(work, session))) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(300))) == ["nudge nux/3"])
        // A moment ahead is no clock that was set back: it is waited for.
        (witness, work, session, said) = try idle(since: 20)
        #expect(words(said) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(50))) == ["nudge nux/1"])
    }

    @Test func `after the clock was set back a limit is waited for as long as it was to last`() throws {
        let (_, _, _, said) = try idle(since: 3600, kind: .screen, state: .waiting, until: 4500)
        #expect(words(said) == ["say 7 waiting by screen since +0 s until +900 s"])
    }

    @Test func `a turn begins the count anew; by a long session the first word comes after five minutes`() throws {
        var (witness, work, session, _) = try idle(since: 0)
        #expect(words(witness.tell(.ticked, later: .seconds(30))) == ["nudge nux/1"])
        session.state = .working
        session.evidence = SessionEvidence(.hook, "turn", since: witness.now)
        #expect(words(witness.tell(.workChanged(work, session))) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(3570))) == [])
        session.state = .idle
        session.evidence = SessionEvidence(.hook, "over", since: witness.now)
        #expect(words(witness.tell(.workChanged(work, session))) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(299))) == [])
        #expect(words(witness.tell(.ticked, later: .seconds(1))) == ["nudge nux/1"])
    }

    @Test func `who works, waits, or is not known to be idle is not nudged; nobody is in a stopped town`() throws {
        for state in [SessionState.spawning, .working, .stalled, .unknown, .exiting] {
            var (witness, _, _, _) = try idle(since: 0, state: state)
            let said = words(witness.tell(.ticked, later: .seconds(600)))
            #expect(!said.contains { $0.hasPrefix("nudge") }, "\(state): \(said)")
        }
        var (witness, _, _, _) = try idle(since: 0)
        _ = witness.tell(.townStopped)
        #expect(words(witness.tell(.ticked, later: .seconds(600))) == [])
    }

    @Test func `a limit is waited for; at its end one word is said, and the ordinary ones follow`() throws {
        var (witness, work, session, said) = try idle(since: 0, kind: .screen, state: .waiting, until: 900)
        #expect(said.contains("wake +900 s"))
        #expect(words(witness.tell(.ticked, later: .seconds(899))) == [])
        said = words(witness.tell(.ticked, later: .seconds(1)))
        #expect(said == ["say 7 idle by clock since +900 s", "nudge nux/\(Town.began.milliseconds + 900_000)"])
        #expect(words(witness.tell(.ticked)) == [])
        session.state = .idle
        session.evidence = SessionEvidence(.clock, "over", since: witness.now)
        #expect(words(witness.tell(.workChanged(work, session))) == [])
        // The text that is still there was dealt with, also by a Witness that sees it for the first time.
        let old = Look.Screen.read(isAtPrompt: true, limitLine: "limit reached, resets 3pm")
        for pause in [10, 20, 40] {
            _ = witness.tell(.ticked, later: .seconds(pause))
            let look = Look(number: 7, hasAgent: true, outputBytes: 50, screen: old)
            said = words(witness.tell(.swept([look], offsetSeconds: 0)))
            #expect(!said.contains { $0.hasPrefix("say") }, "\(said)")
        }
    }

    @Test func `a limit on the screen is waiting, by two sweeps, until the time that was read first`() throws {
        var (witness, _, _, _) = try idle(since: 0, state: .working)
        let screen = Look.Screen.read(isAtPrompt: true, limitLine: "limit reached, try again in 5 minutes")
        let unknown = Look.Screen.read(isAtPrompt: true, limitLine: "limit reached")
        _ = witness.tell(.ticked, later: .seconds(10))
        _ = witness.tell(.swept([Look(number: 7, hasAgent: true, outputBytes: 5, screen: screen)], offsetSeconds: 0))
        _ = witness.tell(.ticked, later: .seconds(10))
        let said = witness.tell(
            .swept([Look(number: 7, hasAgent: true, outputBytes: 5, screen: unknown)], offsetSeconds: 0))
        #expect(said.first == "say 7 waiting by screen since +10 s until +310 s")
    }

    @Test func `an agent that ends with a limit as its last word is not counted, and its bead rests until then`() throws
    {
        var (witness, _, _, _) = try idle(since: 0, state: .working)
        #expect(words(witness.tell(.processEnded(7))) == ["end 7 after 0 s"])
        #expect(words(witness.tell(.limitMet(7, line: "usage limit reached", offsetSeconds: 0))) == [])
        let said = words(witness.tell(.sessionGone(7, exitStatus: 1)))
        #expect(said.count == 2 && said[0].hasPrefix("return 7, limited until +900 s: the agent ended with exit"))
    }
}
