import RefineryCore
import Testing
import TownModel

@Suite("The search for the one that breaks a stack")
struct TrialTests {
    static let stack = Samples.stack("gt-mr-a", "gt-mr-b", "gt-mr-c", "gt-mr-d")

    /// What is to be done after these runs, by height.
    static func step(
        reds: [Int] = [], greens: [Int] = [], red: GateRed = Samples.failed, gates: [Gate] = [Samples.test],
        odds: GateOdds = GateOdds(), records: [GateRecord] = []
    ) -> Trial.Step {
        var book = VerdictBook([], records)
        for height in greens { _ = book.take(Samples.run(Samples.candidate(stack, height: height))) }
        for height in reds { _ = book.take(Samples.run(Samples.candidate(stack, height: height), red: red)) }
        return Trial(stack: stack, book: book, odds: odds, gates: gates).step
    }

    @Test("The whole stack first; green lands, at whatever height")
    func greens() {
        #expect(Self.step() == .test(4, times: 1))
        #expect(Self.step(greens: [0]) == .test(4, times: 1))
        #expect(Self.step(greens: [4]) == .land(4))
        #expect(Self.step(reds: [4], greens: [0, 2]) == .land(2))
        #expect(Self.step(reds: [4, 4], greens: [4]) == .land(4))
    }

    @Test("Red: the middle, then down to the lowest, which is confirmed before it goes back")
    func bisects() {
        #expect(Self.step(reds: [4], greens: [0]) == .test(2, times: 1))
        #expect(Self.step(reds: [4, 2], greens: [0]) == .test(1, times: 1))
        #expect(Self.step(reds: [4, 2, 1], greens: [0]) == .test(1, times: 1))
        #expect(Self.step(reds: [4, 2, 1, 1], greens: [0]) == .eject)
    }

    @Test("Nobody goes back while the target is unknown; one that fails itself is told, and nobody is blamed")
    func target() {
        #expect(Self.step(reds: [4, 2, 1]) == .test(0, times: 1))
        #expect(Self.step(reds: [4, 2, 1, 0]) == .test(0, times: 1))
        #expect(Self.step(reds: [4, 2, 1, 0, 0]) == .targetIsRed)
        #expect(Self.step(reds: [4, 2, 1, 1, 1, 1, 1]) == .test(0, times: 1))
    }

    @Test("The more often gates lie, the more confirmations")
    func confirmations() {
        func needed(_ lies: Int) -> Int {
            var odds = GateOdds()
            odds.hasProven(greens: 300 - lies, lies: lies)
            let confirmations = (1...20).first {
                Self.step(reds: Array(repeating: 1, count: $0), greens: [0], odds: odds) == .eject
            }
            return confirmations ?? 0
        }
        let counts = [0, 5, 15, 30, 60].map(needed)
        #expect(counts == counts.sorted())
        #expect(counts[0] == 2 && counts[4] > counts[0])
    }

    @Test("A listed flake and a run that judged nothing are repeated on the same content before anybody is suspected")
    func doubtful() {
        var known = GateRecord(gate: "test")
        known.flakes = GateRecord.listedFrom
        #expect(Self.step(reds: [4], greens: [0], records: [known]) == .test(4, times: 1))
        #expect(Self.step(reds: [4, 4], greens: [0], records: [known]) == .test(2, times: 1))
        var loud = Samples.failed
        loud.isLoud = true
        #expect(Self.step(reds: [4], greens: [0], red: loud) == .test(4, times: 1))
        #expect(Self.step(reds: [4, 4], greens: [0], red: loud) == .test(2, times: 1))
    }

    @Test("Confirmations that are missing may run side by side")
    func sideBySide() {
        var odds = GateOdds()
        odds.hasProven(greens: 260, lies: 40)
        let reds = [4, 4, 2, 2, 1]
        guard case .test(1, let times) = Self.step(reds: reds, greens: [0], odds: odds) else {
            Issue.record("not confirmed")
            return
        }
        #expect(times > 1)
        let confirmed = reds + Array(repeating: 1, count: times)
        #expect(Self.step(reds: confirmed, greens: [0], odds: odds) == .eject)
    }

    @Test(
        "Whatever is broken, the search ends: with the good ones below landed, the culprit sent back, nobody else",
        arguments: Array(0...4) + [99])
    func ends(_ broken: Int) {
        var book = VerdictBook()
        var runs = 0
        while runs < 20 {
            switch Trial(stack: Self.stack, book: book, odds: GateOdds(), gates: [Samples.test]).step {
            case .test(let height, _):
                runs += 1
                let red = height >= broken ? Samples.failed : nil
                _ = book.take(Samples.run(Samples.candidate(Self.stack, height: height), red: red))
            case .land(let height):
                #expect(height == min(broken - 1, 4) || height < broken)
                return
            case .eject:
                #expect(broken == 1)
                return
            case .targetIsRed:
                #expect(broken == 0)
                return
            }
        }
        Issue.record("no end after \(runs) runs")
    }

    @Test("Told through the whole core: a split stack lands its good half, and the rest goes first, in order")
    func split() {
        var refinery = State.listed(stopped: true)
        let requests = ["gt-mr-a", "gt-mr-b", "gt-mr-c", "gt-mr-d"].map { Samples.request($0) }
        for request in requests { _ = refinery.tell(.requestChanged(request)) }
        _ = refinery.tell(.townThawed)
        _ = refinery.tell(Samples.built(Self.stack))
        let half = Samples.candidate(Self.stack, height: 2, run: 1)
        #expect(refinery.tell(.gated(Samples.candidate(Self.stack), Samples.red())).last == .test(half))
        let landing = Samples.landing(Self.stack, height: 2)
        #expect(refinery.tell(.gated(half, .green(Samples.passed))).last == .sayLanding(landing))
        for request in ["gt-mr-a", "gt-mr-b"] {
            _ = refinery.tell(.requestChanged(Samples.standing(request, in: landing)))
        }
        _ = refinery.tell(.moved(landing, .tried(.containsTip)))
        _ = refinery.tell(.requestChanged(Samples.request("gt-mr-urgent", priority: .critical)))
        _ = refinery.tell(.requestChanged(Samples.request("gt-mr-a", state: .landed)))
        #expect(
            refinery.tell(.requestChanged(Samples.request("gt-mr-b", state: .landed)))
                == [Samples.prepare(requests[2], requests[3])])
    }

    @Test("A red target: told once, each request tried on it once and alone, then it is waited for")
    func redTarget() {
        let requests = [Samples.request("gt-mr-a"), Samples.request("gt-mr-b")]
        var refinery = State.listed(requests[0], requests[1], verdicts: [])
        let stack = Samples.stack("gt-mr-a", "gt-mr-b")
        var effects = refinery.tell(Samples.built(stack))
        var told: [Escalation] = []
        var tried: [[BeadID]] = []
        var steps = 0
        while let next = effects.last, steps < 20 {
            steps += 1
            switch next {
            case .test(let candidate): effects = refinery.tell(.gated(candidate, Samples.red()))
            case .prepare(let batch, _, _, _, _):
                tried.append(batch.map(\.id))
                effects = refinery.tell(Samples.built(alone(batch[0].id)))
            default: effects = []
            }
            told += effects.escalations
        }
        #expect(told.map(\.source) == ["target-is-red/gastown/main"])
        #expect(tried == [[requests[0].id], [requests[1].id]])
        #expect(refinery.lanes["main"]?.trouble?.kind == .redTarget)
        #expect(refinery.requests.count == 2, "nobody was sent back")
        let mended = Samples.request("gt-mr-c")
        let soon = Samples.noon.advanced(by: .seconds(5))
        _ = refinery.tell(.requestChanged(mended))
        #expect(refinery.decide(.tick, at: soon) == [Samples.prepare(mended, at: soon)])
        _ = refinery.decide(Samples.built(alone(mended.id)), at: soon)
        let run = Candidate(stack: alone(mended.id), run: 0, gates: [Samples.test])
        _ = refinery.decide(.gated(run, .green(Samples.passed)), at: soon)
        #expect(refinery.lanes["main"]?.redTarget == nil)
    }

    private func alone(_ request: BeadID) -> Stack {
        var stack = Samples.stack(request.text)
        let number = Int(request.text.utf8.last ?? 0)
        stack.layers[0].tip = Samples.commit(300 + number)
        stack.layers[0].tree = Samples.commit(400 + number)
        return stack
    }
}
