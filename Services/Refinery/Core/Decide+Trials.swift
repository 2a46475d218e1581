import TownModel

// From a stack to a proof, or to the one that breaks it.
extension State {
    /// What follows from all that is known of the stack at work.
    mutating func pursue(_ stack: Stack, _ rig: Rig, at now: Timestamp) -> [Effect] {
        let trial = Trial(stack: stack, book: book, odds: odds, gates: rig.settings.gates)
        switch trial.step {
        case .test(let height, let times): return test(height, of: stack, times: times, rig)
        case .land(let height): return land(height, of: stack, rig)
        case .eject: return eject(from: stack, rig)
        case .targetIsRed: return targetIsRed(stack, rig, at: now)
        }
    }

    private mutating func test(_ height: Int, of stack: Stack, times: Int, _ rig: Rig) -> [Effect] {
        let lane = self[lane: stack.target]
        let isFirstLook = lane.runCount == 0 && height == stack.height && book.knowsNothing(of: stack)
        let underWay = lane.runs.count {
            $0.tree == stack.tree(at: height) && $0.stack.builtAt == stack.builtAt
                && $0.gates == rig.settings.gates
        }
        let free = rig.settings.queue.gateRuns - lane.runs.count
        var effects: [Effect] = []
        for _ in 0..<max(0, min(times - underWay, free)) {
            let candidate = Candidate(
                stack: stack.cut(to: height), run: self[lane: stack.target].runCount, gates: rig.settings.gates,
                gatesParallel: rig.settings.queue.gatesParallel)
            self[lane: stack.target].runCount += 1
            self[lane: stack.target].runs.insert(candidate)
            if isFirstLook { self[lane: stack.target].firstLook = candidate }
            if height > 0 { effects.append(.sayTesting(candidate)) }
            effects.append(.test(candidate))
        }
        return effects
    }

    mutating func gated(_ candidate: Candidate, _ report: GateReport, at now: Timestamp) -> [Effect] {
        let target = candidate.target
        guard self[lane: target].runs.remove(candidate) != nil else { return [] }
        // What other gates than the rig has now have said proves nothing.
        guard candidate.gates == rig?.settings.gates else { return [] }
        switch report {
        case .green(let results): return judged(candidate, results, nil, at: now)
        case .red(let failure): return judged(candidate, failure.results, failure.red, at: now)
        case .cutShort: return []
        case .disturbed(let reason):
            guard case .trying(let stack) = self[lane: target].work, stack.builtAt == candidate.stack.builtAt
            else { return [] }
            return trouble(.disturbed, reason, target: target, at: now)
        }
    }

    private mutating func judged(
        _ candidate: Candidate, _ results: [GateResult], _ red: GateRed?, at now: Timestamp
    ) -> [Effect] {
        let run = GateRun(
            target: candidate.target, base: candidate.stack.base, tip: candidate.tip, tree: candidate.tree,
            requests: candidate.stack.requests, results: results, red: red, judgedAt: now)
        let lies = book.take(run)
        odds.hasProven(greens: red == nil ? 1 : 0, lies: lies)
        if self[lane: candidate.target].trouble?.kind == .disturbed { self[lane: candidate.target].trouble = nil }
        if self[lane: candidate.target].firstLook == candidate { learn(from: candidate, isGreen: red == nil) }
        return [.sayJudged(candidate, run)]
    }

    /// One more after a green look at a full stack, half as many after a red one.
    private mutating func learn(from candidate: Candidate, isGreen: Bool) {
        let limit = self[lane: candidate.target].limit
        let most = rig?.settings.queue.batchMax ?? limit
        self[lane: candidate.target].firstLook = nil
        if !isGreen {
            self[lane: candidate.target].limit = max(1, limit / 2)
        } else if candidate.stack.height >= limit {
            self[lane: candidate.target].limit = min(most, limit + 1)
        }
    }

    private mutating func land(_ height: Int, of stack: Stack, _ rig: Rig) -> [Effect] {
        guard let verdict = book[stack.tree(at: height)] else { return [] }
        for _ in 0..<height { odds.hasSettled(broken: false) }
        let rest = Array(stack.requests.dropFirst(height))
        let isSplit = (height...stack.height).contains { (book[stack.tree(at: $0)]?.redsCount ?? 0) > 0 && $0 > height }
        self[lane: stack.target].front = rest + self[lane: stack.target].front.filter { !rest.contains($0) }
        self[lane: stack.target].split = isSplit ? rest.count : 0
        forgetRedTarget(stack.target)
        let proof = LandingProof(
            base: stack.base, tip: stack.commit(at: height), tree: stack.tree(at: height), gates: verdict.results)
        if let alone = stack.requests.first, keepsLocal(alone) {
            self[lane: stack.target].told.insert(alone)
            self[lane: stack.target].work = .idle
            return [.sayKept(alone, proof)]
        }
        let layers = stack.layers.prefix(height).map { LandedLayer(request: $0.request, commit: $0.tip) }
        let landing = Landing(target: stack.target, hasRemote: rig.remote != nil, layers: layers, proof: proof)
        self[lane: stack.target].work = .proposed(landing)
        return [.sayLanding(landing)]
    }

    /// The lowest layer goes back; the others are the next ones.
    private mutating func eject(from stack: Stack, _ rig: Rig) -> [Effect] {
        guard let layer = stack.layers.first, let red = book[layer.tree]?.red else { return [] }
        odds.hasSettled(broken: true)
        giveUp(stack.target)
        self[lane: stack.target].front.removeAll { $0 == layer.request }
        self[lane: stack.target].told.insert(layer.request)
        let said = Effect.sayReturned(layer.request, .failure, reason: Self.reason(red, layer, of: stack), log: red.log)
        guard red.isLoud else { return [said] }
        return [said, .escalate(.gateUnjudged(red, layer: layer, rig: rig.name))]
    }

    private static func reason(_ red: GateRed, _ layer: Layer, of stack: Stack) -> String {
        "gate \"\(SafeText.line(red.gate))\" \(red.sentence) on \(layer.tip.short), which is this work merged into "
            + "\(stack.target) at \(stack.base.short)" + (red.excerpt.isEmpty ? "" : "\n\(red.excerpt)")
    }

    /// Nobody is blamed: each request is tried once on it, alone, because it may be the one that mends it.
    private mutating func targetIsRed(_ stack: Stack, _ rig: Rig, at now: Timestamp) -> [Effect] {
        guard let red = book[stack.baseTree]?.red else { return [] }
        let target = stack.target
        let isNews = self[lane: target].redTarget == nil
        var seen = self[lane: target].redTarget ?? RedTarget(tree: stack.baseTree)
        if stack.height == 1 { seen.tried.formUnion(stack.requests) }
        self[lane: target].redTarget = seen
        let effects: [Effect] = isNews ? [.escalate(.targetIsRed(red, stack: stack, rig: rig.name))] : []
        giveUp(target)
        let lane = self[lane: target]
        let hasUntried = requests.values.contains {
            $0.target == target && !seen.tried.contains($0.id) && !lane.told.contains($0.id)
                && lane.aside[$0.id] == nil
        }
        guard !hasUntried else { return effects }
        return effects + trouble(.redTarget, "its gates fail", target: target, at: now)
    }

    mutating func forgetRedTarget(_ target: String) {
        self[lane: target].redTarget = nil
        if self[lane: target].trouble?.kind == .redTarget { self[lane: target].trouble = nil }
    }
}

extension GateFailure {
    fileprivate var red: GateRed {
        GateRed(gate: gate, sentence: verdict.sentence, isLoud: verdict.isLoud, excerpt: excerpt, log: log)
    }
}
