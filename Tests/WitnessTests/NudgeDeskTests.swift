import Testing
import TownModel
import WitnessCore

@Suite("When a Witness has nudges typed")
struct NudgeDeskTests {
    private func nudge(
        _ number: Int64, from: Address = .overseer, _ mode: NudgeMode = .whenIdle, _ state: NudgeState = .sent,
        channel: NudgeChannel = .pane
    ) throws -> Nudge {
        Nudge(
            number: number, from: from, to: try Town.assignment(7, "gt-1", .running).agent, state: state,
            sentAt: Town.began, expiresAt: Town.began.advanced(by: .seconds(1800)), mode: mode, channel: channel)
    }

    /// A session at work, watched.
    private func working(_ nudges: [Nudge] = []) throws -> (Conversation, [String]) {
        var witness = Conversation()
        var work = try Town.assignment(7, "gt-1", .running)
        work.shim = Town.shim
        let said = witness.tell(
            .listed(
                Listed(
                    rig: try Town.rig(), assignments: [work],
                    sessions: [try Town.session(7, .working, shim: Town.shim)],
                    nudges: nudges)))
        return (witness, said.filter { $0.hasPrefix("type") })
    }

    private let session = Incarnation(number: 7)

    @Test func `one hand a session types all that waits, in the order of what was said`() throws {
        var (witness, said) = try working([try nudge(3), try nudge(2)])
        #expect(said == ["type 7: 2 3"])
        #expect(witness.tell(.nudgeChanged(try nudge(4))) == [], "the hand is at work")
        #expect(witness.tell(.typed(session, TypingReport(typed: [2, 3]))) == ["type 7: 4"])
        #expect(witness.tell(.typed(session, TypingReport(typed: [4]))) == [])
        #expect(witness.tell(.ticked, later: .seconds(60)).filter { $0.hasPrefix("type") } == [])
    }

    @Test func `what an agent's hook shows is not typed, nor what was shown meanwhile`() throws {
        var (witness, said) = try working([try nudge(2, channel: .hook)])
        #expect(said == [])
        #expect(witness.tell(.nudgeChanged(try nudge(3, channel: .hook))) == [])
        #expect(witness.tell(.nudgeChanged(try nudge(4))) == ["type 7: 4"])
        #expect(witness.tell(.nudgeChanged(try nudge(4, .whenIdle, .delivered))) == [])
        #expect(witness.tell(.typed(session, TypingReport(obstacle: "at work"))) == ["wake +5 s"])
        #expect(witness.tell(.ticked, later: .seconds(5)).filter { $0.hasPrefix("type") } == [])
    }

    @Test func `a pane that is not free is tried again after a pause that doubles to a minute`() throws {
        var (witness, said) = try working([try nudge(2)])
        #expect(said == ["type 7: 2"])
        for seconds in [5, 10, 20, 40, 60, 60] {
            let moment = Town.began.duration(to: witness.now).components.seconds + Int64(seconds)
            let news = seconds == 10 ? ["say held 2: busy"] : []
            #expect(witness.tell(.typed(session, TypingReport(obstacle: "busy"))) == news + ["wake +\(moment) s"])
            #expect(witness.tell(.nudgeChanged(try nudge(2))) == [], "it is not tried before")
            let again = witness.tell(.ticked, later: .seconds(seconds))
            #expect(again.filter { $0.hasPrefix("type") } == ["type 7: 2"])
        }
        #expect(witness.tell(.nudgeChanged(try nudge(2, .whenIdle, .expired))) == [])
        #expect(witness.tell(.typed(session, TypingReport(obstacle: "busy"))).count == 1)
        #expect(witness.tell(.ticked, later: .seconds(60)).filter { $0.hasPrefix("type") } == [])
    }

    @Test func `what waited for a turn's end is tried as soon as that is told, by whichever way it goes`() throws {
        var (witness, said) = try working([try nudge(2, channel: .stdin)])
        #expect(said == ["type 7: 2"])
        for pause in [5, 15] {
            let asked = witness.tell(.typed(session, TypingReport(obstacle: "its turn is not over")))
            #expect(asked.contains("wake +\(pause) s"), "\(asked)")
            if pause == 5 { said = witness.tell(.ticked, later: .seconds(5)) }
        }
        var work = try Town.assignment(7, "gt-1", .running)
        work.shim = Town.shim
        var idle = try Town.session(7, .idle, shim: Town.shim)
        idle.evidence = SessionEvidence(.hook, "its turn has ended", since: witness.now)
        #expect(witness.tell(.workChanged(work, idle)).contains("type 7: 2"))
    }

    @Test func `who interrupts does not wait, and takes along what he said before`() throws {
        let mayor = Address.mayor
        var (witness, _) = try working([try nudge(2), try nudge(3, from: mayor)])
        #expect(witness.tell(.typed(session, TypingReport(obstacle: "at work"))) == ["wake +5 s"])
        #expect(witness.tell(.nudgeChanged(try nudge(4, from: mayor, .interrupt))) == ["type 7: 3! 4! 2"])
    }

    @Test func `whose first prompt is typed is told that before anything else, and again until it is taken`() throws {
        var witness = Conversation()
        var work = try Town.assignment(7, "gt-1", .running)
        (work.preset, work.shim) = ("typed", Town.shim)
        let listed = Event.listed(
            Listed(
                rig: try Town.rig(), assignments: [work], sessions: [try Town.session(7, shim: Town.shim)],
                nudges: [try nudge(2)]))
        func typing(_ said: [String]) -> [String] { said.filter { !$0.contains("wake") && $0 != "watch 7" } }
        #expect(typing(witness.tell(listed)) == ["prompt 7"])
        #expect(typing(witness.tell(.prompted(session, TypingReport(obstacle: "no line")))) == [])
        #expect(typing(witness.tell(.ticked, later: .seconds(5))) == ["prompt 7"])
        #expect(
            typing(witness.tell(.prompted(session, TypingReport()))) == [
                "say 7 working by screen since +5 s", "type 7: 2",
            ])
        #expect(typing(witness.tell(.typed(session, TypingReport(typed: [2])))) == [])
        // A successor can't know it: hands look.
        #expect(typing(witness.tell(listed)) == ["prompt 7"])
        #expect(typing(witness.tell(.townStopped)) == [])
    }

    @Test func `where there is no pane nothing is tried again, and in a stopped town nothing at all`() throws {
        var (witness, _) = try working([try nudge(2)])
        #expect(
            witness.tell(.typed(session, TypingReport(obstacle: "no pane", isForGood: true))) == ["say held 2: no pane"]
        )
        #expect(witness.tell(.ticked, later: .seconds(60)).filter { $0.hasPrefix("type") } == [])
        #expect(witness.tell(.townStopped) == [])
        #expect(witness.tell(.nudgeChanged(try nudge(3))) == [])
        #expect(witness.tell(.townThawed) == ["type 7: 3", "wake +70 s"])
    }
}
