import BeadsStoreCore
import Testing
import TownModel

@Suite("The store's rules, pure")
struct CoreRuleTests {
    @Test(
        "a bead's disposition follows from its facts",
        arguments: [
            (Readiness(status: .open), Disposition.ready),
            (Readiness(status: .open, blockers: 1), .blocked),
            (Readiness(status: .open, inherited: .blocked), .blocked),
            (Readiness(status: .open, deferred: true), .deferred),
            (Readiness(status: .open, inherited: .deferred), .deferred),
            (Readiness(status: .open, deferred: true, blockers: 1), .blocked),
            (Readiness(status: .open, queued: true), .taken),
            (Readiness(status: .hooked, blockers: 2), .taken),
            (Readiness(status: .submitted), .taken),
            (Readiness(status: .inProgress), .taken),
            (Readiness(status: .blocked), .blocked),
            (Readiness(status: .deferred), .deferred),
            (Readiness(status: .open, type: .epic), .notWork),
            (Readiness(status: .open, type: .message), .notWork),
            (Readiness(status: .open, pinned: true), .notWork),
            (Readiness(status: BeadStatus(rawValue: "somebody's own word")), .notWork),
            (Readiness(status: .closed, pinned: true, blockers: 3), .closed),
            (Readiness(status: .tombstone), .closed),
        ])
    func disposition(_ facts: Readiness, _ expected: Disposition) {
        #expect(facts.disposition == expected)
    }

    @Test("an open parent passes nothing down; a blocked or deferred one does; a closed one never")
    func passedDown() {
        #expect(Readiness(status: .open).passedDown == [])
        #expect(Readiness(status: .open, type: .epic, blockers: 1).passedDown == .blocked)
        #expect(Readiness(status: .hooked, deferred: true, inherited: .blocked).passedDown == [.blocked, .deferred])
        #expect(Readiness(status: .closed, blockers: 1).passedDown == [])
    }

    @Test("assignments only go forward", arguments: AssignmentState.allCases, AssignmentState.Input.allCases)
    func assignments(_ state: AssignmentState, _ input: AssignmentState.Input) throws {
        guard case .go(let next) = state.step(input) else { return }
        #expect(try place(next, in: AssignmentState.allCases) > place(state, in: AssignmentState.allCases))
        #expect(next.step(input) == .done)
    }

    @Test("sessions only go forward", arguments: SessionState.allCases, SessionState.Input.allCases)
    func sessions(_ state: SessionState, _ input: SessionState.Input) throws {
        guard case .go(let next) = state.step(input) else { return }
        if state != .unknown {
            #expect(try place(next, in: SessionState.allCases) > place(state, in: SessionState.allCases))
        }
        #expect(next.step(input) == .done)
    }

    @Test("evidence moves a session that is there between what can be seen, and nothing else")
    func seen() {
        for state in SessionState.allCases {
            for other in SessionState.allCases {
                let isJudged = other.isSeen && (state.isSeen || state == .spawning)
                #expect(state.seen(as: other) == (!isJudged ? .refused : state == other ? .done : .go(other)))
            }
        }
    }

    @Test("what has landed stays landed; what is landing is moved by its outcome only")
    func requests() {
        for input in MergeState.Input.allCases where input != .landed {
            #expect(MergeState.landed.step(input) == .refused)
        }
        #expect(MergeState.landing.step(.withdraw) == .refused)
        #expect(MergeState.landing.step(.giveBack) == .refused)
        #expect(MergeState.landing.step(.landed) == .go(.landed))
        #expect(MergeState.landing.step(.requeue) == .go(.queued))
        #expect(MergeState.testing.step(.test) == .go(.testing))
    }

    @Test("ids differ for a hundred thousand numbers, and grow only when they must")
    func ids() {
        let texts = (1...100_000).map { IDMint.text(number: $0, town: "town") }
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { $0.utf8.count == 6 })
        #expect(IDMint.text(number: 36 * 36 * 36 * 36 + 1, town: "town").utf8.count == 7)
        #expect(IDMint.text(number: 1, town: "another").prefix(2) != texts[0].prefix(2))
    }

    @Test(
        "the first rework is at once, then 1, 5 and 15 minutes", arguments: [(1, 0), (2, 1), (3, 5), (4, 15), (9, 15)])
    func backoff(_ returns: Int, _ minutes: Int) {
        #expect(AttemptLimits.backoff(returns: returns) == .seconds(60 * minutes))
    }

    @Test("a way through the waits is found and named once, also where ways fan out")
    func way() throws {
        let ids = try (0..<6).map { try #require(BeadID("gt-\($0)")) }
        let next: [WaitGraph.Moment: [WaitGraph.Moment]] = [
            .end(ids[0]): [.start(ids[0])],
            .start(ids[0]): [.end(ids[1]), .end(ids[2])],
            .end(ids[1]): [.start(ids[1])], .end(ids[2]): [.start(ids[2])],
            .start(ids[1]): [.end(ids[3])], .start(ids[2]): [.end(ids[3])],
        ]
        let way = WaitGraph.way(from: .end(ids[0]), to: .end(ids[3])) { next[$0] ?? [] }
        #expect(way?.first == ids[0] && way?.last == ids[3] && way?.count == 3)
        #expect(WaitGraph.way(from: .end(ids[3]), to: .start(ids[0])) { next[$0] ?? [] } == nil)
    }

    @Test("a convoy counts each ending under its word")
    func endings() throws {
        let tip = try #require(CommitID(String(repeating: "a", count: 40)))
        func word(_ reason: String, _ outcome: Outcome = .success) -> String? {
            Ending.word(status: .closed, reason: reason, outcome: outcome)
        }
        #expect(word(Ending.landed(tip).closeReason) == "landed")
        #expect(word(Ending.kept(tip).closeReason) == "kept")
        #expect(word(Ending.noChange("was so").closeReason) == "no-change")
        #expect(word("because") == "by hand")
        #expect(word("because", .skipped) == "skipped")
        #expect(Ending.word(status: .tombstone, reason: nil, outcome: nil) == "deleted")
        #expect(Ending.word(status: .open, reason: nil, outcome: nil) == nil)
        #expect(Ending.isReserved(Ending.landed(tip).closeReason) && !Ending.isReserved("because"))
    }

    private func place<State: Equatable>(_ state: State, in all: [State]) throws -> Int {
        try #require(all.firstIndex(of: state))
    }
}
