import TownModel

// What waits, and what is taken next.
extension State {
    mutating func list(_ listing: Listing) {
        rig = listing.rig
        stopped = listing.stopped
        requests = Dictionary(listing.requests.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        book = VerdictBook(listing.verdicts, listing.records)
        odds = GateOdds()
        odds.recall(listing.records)
        lanes = [:]
        listing.gates.forEach { adopt($0) }
    }

    /// A run of gates is under way whose outcome will be told.
    mutating func adopt(_ candidate: Candidate) { self[lane: candidate.target].runs.insert(candidate) }

    /// A run of gates was settled; if its outcome was for us, it was told before.
    mutating func forget(_ intent: CommandID) {
        for (target, lane) in lanes {
            for run in lane.runs where run.gatesIntent == intent { lanes[target]?.runs.remove(run) }
        }
    }

    mutating func change(_ rig: Rig) {
        guard let known = self.rig else { return }
        self.rig = rig
        // Whether it is held now, or was resumed already, is in this row. One of before that has it asked for again.
        for (target, lane) in lanes {
            if case .holding = lane.work { lanes[target]?.work = .idle }
        }
        if rig.settings.style != known.settings.style { restyle() }
        guard rig.settings.gates != known.settings.gates else { return }
        // What other gates have said proves nothing any more.
        book.forgetVerdicts()
        for (target, lane) in lanes {
            forgetRedTarget(target)
            if case .trying = lane.work { giveUp(target) }
        }
    }

    mutating func change(_ request: MergeRequest) {
        requests[request.id] = request.state.isEnded ? nil : request
        if request.state.isEnded { forget(request) }
        guard let work = lanes[request.target]?.work, work.requests.contains(request.id) else { return }
        switch work {
        case .idle, .preparing, .holding:
            // Who has left meanwhile is seen when the stack is there.
            break
        case .trying:
            if request.state.isEnded || request.state == .landing { giveUp(request.target) }
        case .proposed(let landing):
            let isAnother = request.state == .landing && request.proof?.tip != landing.proof.tip
            if request.state.isEnded || isAnother { giveUp(request.target) }
        case .locating(let landing), .moving(let landing), .reporting(let landing):
            let stands = landing.requests.contains { requests[$0]?.state == .landing }
            if !stands { self[lane: request.target].work = .idle }
        }
    }

    private mutating func forget(_ request: MergeRequest) {
        guard lanes[request.target] != nil else { return }
        self[lane: request.target].forget(request.id)
    }

    /// Whatever is done about a stack ends; its requests are the next ones, in their order.
    mutating func giveUp(_ target: String) {
        let lane = self[lane: target]
        switch lane.work {
        case .idle, .holding, .reporting, .locating, .moving:
            break
        case .preparing, .trying, .proposed:
            let rest = lane.work.requests
            self[lane: target].front = rest + lane.front.filter { !rest.contains($0) }
        }
        self[lane: target].work = .idle
    }

    /// Each lane goes on as far as it can.
    mutating func advance(at now: Timestamp) -> [Effect] {
        guard mayWork, let rig else { return [] }
        var effects: [Effect] = []
        for target in Set(requests.values.map(\.target)).sorted() {
            if let trouble = self[lane: target].trouble, trouble.holds(at: now) { continue }
            if case .idle = self[lane: target].work { effects += begin(target, rig, at: now) }
            switch self[lane: target].work {
            case .idle, .preparing, .holding, .locating, .moving, .reporting: break
            case .trying(let stack):
                guard mayBegin else { continue }
                effects += pursue(stack, rig, at: now) + look(past: stack, rig, at: now)
                // The search is over, and nothing keeps the next one back.
                let lane = self[lane: target]
                if lane.work == .idle, lane.trouble == nil { effects += begin(target, rig, at: now) }
            case .proposed(let landing): effects += proceed(landing)
            }
        }
        return effects
    }

    private mutating func begin(_ target: String, _ rig: Rig, at now: Timestamp) -> [Effect] {
        if let landing = standing(target, hasRemote: rig.remote != nil) {
            self[lane: target].work = .locating(landing)
            return [.locate(landing)]
        }
        guard mayBegin else { return [] }
        let lane = self[lane: target]
        let waiting = requests.values.filter {
            $0.target == target && !lane.told.contains($0.id) && lane.aside[$0.id] == nil
        }
        let batch = take(waiting, target: target, most: rig.settings.queue.batchMax, at: now)
        guard !batch.isEmpty else { return [] }
        self[lane: target].work = .preparing(batch.map(\.id))
        self[lane: target].checked.formUnion(batch.map(\.id))
        return [
            .prepare(
                batch, target: target, hasRemote: rig.remote != nil, style: rig.settings.style, at: now)
        ]
    }

    /// A landing that a crash left behind: all requests that stand under one tip.
    private func standing(_ target: String, hasRemote: Bool) -> Landing? {
        let here = requests.values.filter { $0.target == target && $0.state == .landing }
        guard let oldest = MergeOrder.oldest(of: here), var proof = oldest.proof else { return nil }
        let layers = here.compactMap { request in
            request.proof.flatMap {
                $0.tip == proof.tip ? LandedLayer(request: request.id, commit: $0.commit ?? $0.tip) : nil
            }
        }
        proof.commit = nil
        return Landing(target: target, hasRemote: hasRemote, layers: layers, proof: proof)
    }

    /// The next batch: what somebody put first, what was in front, then by score; the oldest of the others is passed over
    /// at most twice.
    private mutating func take(
        _ waiting: [MergeRequest], target: String, most: Int, at now: Timestamp
    ) -> [MergeRequest] {
        var lane = self[lane: target]
        defer { self[lane: target] = lane }
        let oldest = MergeOrder.oldest(of: waiting)
        if lane.oldest != oldest?.id {
            lane.oldest = oldest?.id
            lane.passedOver = 0
        }
        var order = lane.front.compactMap { id in waiting.first { $0.id == id } }
        order += MergeOrder.ordered(waiting.filter { !lane.front.contains($0.id) }, at: now)
        if lane.passedOver >= MergeOrder.passedOverMax, let oldest { order = [oldest] + order.filter { $0 != oldest } }
        let fronted = MergeOrder.fronted(waiting, at: now)
        order = fronted + order.filter { !fronted.contains($0) }
        let size = lane.redTarget == nil ? max(min(lane.limit, most), lane.split) : 1
        if let red = lane.redTarget { order = order.filter { !red.tried.contains($0.id) } + order }
        // What is only to be kept lies on the target alone, not on others' work.
        let isAlone = order.first.map { keepsLocal($0.id) } ?? false
        let batch = isAlone ? Array(order.prefix(1)) : Array(order.filter { !keepsLocal($0.id) }.prefix(size))
        if let oldest, !batch.isEmpty, !batch.contains(oldest) { lane.passedOver += 1 }
        let taken = Set(batch.map(\.id))
        lane.front = lane.front.filter { !taken.contains($0) && requests[$0] != nil }
        lane.split = 0
        return batch
    }

    /// A first look at what came in while others are tested: what does not merge with the target is told at once.
    private mutating func look(past stack: Stack, _ rig: Rig, at now: Timestamp) -> [Effect] {
        let lane = self[lane: stack.target]
        let fresh = requests.values.filter {
            $0.target == stack.target && $0.state == .queued && !lane.checked.contains($0.id)
                && !lane.told.contains($0.id)
        }
        self[lane: stack.target].checked.formUnion(fresh.map(\.id))
        return MergeOrder.ordered(fresh, at: now).map {
            .check($0, style: rig.settings.style, at: now)
        }
    }
}

extension Lane {
    /// A request has ended: nobody waits for it any more.
    fileprivate mutating func forget(_ request: BeadID) {
        told.remove(request)
        checked.remove(request)
        front.removeAll { $0 == request }
        aside[request] = nil
        redTarget?.tried.remove(request)
        for (waiting, others) in aside {
            let left = others.subtracting([request])
            aside[waiting] = left.isEmpty ? nil : left
        }
    }
}
