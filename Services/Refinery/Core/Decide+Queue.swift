import TownModel

// What waits, and what is taken next.
extension State {
    mutating func list(_ listing: Listing) {
        rig = listing.rig
        stopped = listing.stopped
        requests = Dictionary(listing.requests.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        lanes = [:]
        listing.gates.forEach { adopt($0) }
    }

    /// A run of gates is under way whose outcome will be told. Landing goes first: it is nearer to the end.
    mutating func adopt(_ candidate: Candidate) {
        guard let request = requests[candidate.request], request.state != .landing else { return }
        switch self[lane: candidate.target].work {
        case .idle, .preparing(candidate.request): self[lane: candidate.target].work = .testing(candidate)
        case .preparing, .testing, .green, .proposed, .locating, .moving, .reporting: break
        }
    }

    /// A run of gates was settled without an outcome for us (it was handled before this state was listed).
    mutating func forget(_ intent: CommandID) {
        for (target, lane) in lanes {
            if case .testing(let candidate) = lane.work, candidate.gatesIntent == intent {
                lanes[target]?.work = .idle
            }
        }
    }

    mutating func change(_ request: MergeRequest) {
        let known = requests.updateValue(request, forKey: request.id)
        if request.state.isEnded { requests[request.id] = nil }
        guard let work = lanes[request.target]?.work, work.request == request.id else { return }
        let requeued = known?.state == .landing && request.state == .queued
        let over: Bool
        switch work {
        case .idle, .testing:
            // Gates that run on for a request that has ended free the lane with their outcome: two never run at once.
            over = request.state == .landing
        case .preparing, .green:
            over = request.state.isEnded || request.state == .landing
        case .proposed(let candidate):
            over = request.state.isEnded || (request.state == .landing && request.proof?.tip != candidate.tip)
        case .locating, .moving, .reporting:
            over = request.state.isEnded || requeued
        }
        if over { self[lane: request.target].work = .idle }
    }

    /// Each free lane takes its next request.
    mutating func advance(at now: Timestamp) -> [Effect] {
        guard mayWork, let rig else { return [] }
        var effects: [Effect] = []
        for target in Set(requests.values.map(\.target)).sorted() {
            let lane = lanes[target] ?? Lane()
            if let trouble = lane.trouble, trouble.holds(at: now) { continue }
            switch lane.work {
            case .idle:
                effects += begin(target, hasRemote: rig.remote != nil, at: now)
            case .green(let candidate, let results):
                let isKept = keepsLocal(candidate.request)
                self[lane: target].work = isKept ? .reporting(candidate.request) : .proposed(candidate)
                effects.append(isKept ? .sayKept(candidate, results) : .sayLanding(candidate, results))
            case .proposed(let candidate):
                effects += proceed(candidate, hasRemote: rig.remote != nil)
            case .preparing, .testing, .locating, .moving, .reporting:
                break
            }
        }
        return effects
    }

    private mutating func begin(_ target: String, hasRemote: Bool, at now: Timestamp) -> [Effect] {
        let here = requests.values.filter { $0.target == target }
        let standing = here.filter { $0.state == .landing }
        if let request = MergeOrder.oldest(of: standing), let proof = request.proof {
            let landing = Landing(request: request.id, target: target, hasRemote: hasRemote, proof: proof)
            self[lane: target].work = .locating(landing)
            return [.locate(landing)]
        }
        let waiting = here.filter { $0.state == .queued || $0.state == .testing }
        let oldest = MergeOrder.oldest(of: waiting)?.id
        if self[lane: target].oldest != oldest {
            self[lane: target].oldest = oldest
            self[lane: target].passedOver = 0
        }
        let passedOver = self[lane: target].passedOver
        guard let next = MergeOrder.next(of: waiting, passedOver: passedOver, at: now) else { return [] }
        if next.id != oldest { self[lane: target].passedOver = passedOver + 1 }
        self[lane: target].work = .preparing(next.id)
        return [.prepare(next, hasRemote: hasRemote, at: now)]
    }
}
