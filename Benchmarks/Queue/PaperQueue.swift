import RefineryCore
import TownModel

/// The Refinery's decisions alone, on paper: its real core, a target that is a list, gates that are dice, and a clock that
/// jumps to the end of the next run.
struct PaperQueue {
    private let count: Int
    private var changes: PaperChanges
    private var refinery = State()
    private var outcome = QueueOutcome()
    private var open: [BeadID: (change: PaperChanges.Change, request: MergeRequest)] = [:]
    /// Runs under way, the first to end first.
    private var runs: [(ends: Double, candidate: Candidate)] = []
    private var inbox: [Event] = []
    private var now = 0.0
    /// Content by what it is made of: the same for the same.
    private var trees: [Content: CommitID] = [:]
    private var target = PaperQueue.commit(0)
    private var made = 0

    private struct Content: Hashable {
        var below: CommitID
        var change: Int
    }

    /// Milliseconds that a run takes.
    private static let runTime = 600_000.0
    private static let rig = RigName("bench")
    private static let worker = Address("mayor/")

    static func run(_ cell: QueueCell, count: Int) throws -> QueueOutcome {
        var queue = try PaperQueue(cell, count: count)
        return try queue.run()
    }

    private init(_ cell: QueueCell, count: Int) throws {
        self.count = count
        changes = PaperChanges(cell)
        guard let rig = Self.rig else { throw Impossible(what: "the rig's name") }
        var settings = RigSettings(gates: [Gate(name: "test", command: "true")])
        settings.queue.gateRuns = cell.capacity
        tell(
            .listed(
                Listing(
                    rig: Rig(name: rig, prefix: "b", remote: nil, settings: settings, addedAt: moment),
                    stopped: false, requests: [], gates: [])))
    }

    private mutating func run() throws -> QueueOutcome {
        for _ in 0..<PaperChanges.workers { try submit() }
        while !open.isEmpty {
            if inbox.isEmpty {
                guard !runs.isEmpty else { throw Impossible(what: "\(open.count) changes wait and nothing goes on") }
                let next = runs.removeFirst()
                now = next.ends
                inbox.append(.gated(next.candidate, report(of: next.candidate)))
            }
            let event = inbox.removeFirst()
            for effect in refinery.decide(event, at: moment) { try carryOut(effect) }
        }
        outcome.time = now
        return outcome
    }

    private mutating func tell(_ event: Event) { inbox.append(event) }

    private mutating func submit() throws {
        guard outcome.submitted < count else { return }
        outcome.submitted += 1
        let change = changes.next(at: now)
        guard let rig = Self.rig, let id = BeadID("b-mr-\(change.number)"), let bead = BeadID("b-\(change.number)"),
            let worker = Self.worker
        else { throw Impossible(what: "the name of change \(change.number)") }
        let request = MergeRequest(
            id: id, bead: bead, rig: rig, title: "", assignment: Int64(change.number), worker: worker,
            head: target, base: target, target: "main", enqueuedAt: moment)
        open[id] = (change, request)
        tell(.requestChanged(request))
    }

    private mutating func carryOut(_ effect: Effect) throws {
        switch effect {
        case .prepare(let requests, let branch, _, _, let at):
            tell(.prepared(target: branch, .seen(sight(of: requests, branch, at))))
        case .check(let request, _, _):
            tell(.checked(request.id, conflict(request.id)))
        case .test(let candidate):
            outcome.runs += 1
            runs.append((now + 1, candidate))
        case .sayLanding(let landing):
            for layer in landing.layers {
                change(layer.request) {
                    $0.state = .landing
                    $0.proof = landing.proof
                }
            }
        case .move(let landing):
            tell(.moved(landing, .tried(.containsTip)))
        case .sayLanded(let landing):
            target = landing.proof.tip
            for layer in landing.layers { try settle(layer.request, .landed) }
        case .sayReturned(let request, let fault, _, _):
            try settle(request, .rework, fault)
        case .locate, .sayContained, .sayKept, .sayRequeued, .sayHeld:
            throw Impossible(what: "\(effect)")
        case .guardTargets, .maintain, .sayTesting, .sayJudged, .sayWaits, .escalate, .wake:
            break
        }
    }

    private mutating func change(_ id: BeadID, _ edit: (inout MergeRequest) -> Void) {
        guard var known = open[id] else { return }
        edit(&known.request)
        open[id] = known
        tell(.requestChanged(known.request))
    }

    private mutating func settle(_ id: BeadID, _ state: MergeState, _ fault: Fault? = nil) throws {
        guard let change = open[id]?.change else { throw Impossible(what: "\(id) ended twice") }
        self.change(id) { $0.state = state }
        open[id] = nil
        outcome.longestWait = max(outcome.longestWait, now - change.submittedAt)
        switch fault {
        case nil:
            outcome.landed += 1
            if change.isBroken { outcome.escaped += 1 }
            if change.collidesAfter != nil { changes.collisionsLanded += 1 }
        case .conflict: outcome.conflicts += 1
        case .failure: if change.isBroken { outcome.culprits += 1 } else { outcome.innocents += 1 }
        }
        try submit()
    }

    private mutating func report(of candidate: Candidate) -> GateReport {
        let content = candidate.stack.requests.compactMap { open[$0]?.change }
        guard changes.isRed(content) else { return .green([GateResult(name: "test", exitCode: 0, milliseconds: 1)]) }
        return .red(
            GateFailure(
                results: [GateResult(name: "test", exitCode: 1, milliseconds: 1)], gate: "test",
                verdict: .failed(status: 1), excerpt: "", log: ""))
    }

    private mutating func sight(of requests: [MergeRequest], _ branch: String, _ moment: Timestamp) -> Sight {
        var sight = Sight(
            stack: Stack(target: branch, base: target, baseTree: target, layers: [], builtAt: moment))
        for request in requests {
            guard let change = open[request.id]?.change else { continue }
            if let finding = conflict(request.id) {
                sight.aside[request.id] = finding
                continue
            }
            let inTheWay = sight.stack.requests.filter { open[$0]?.change.collidesAfter != nil }
            if change.collidesAfter != nil, !inTheWay.isEmpty {
                sight.aside[request.id] = .crowded(files: ["shared"], on: inTheWay)
                continue
            }
            let below = sight.stack.commit(at: sight.stack.height)
            let content = tree(Content(below: below, change: change.number))
            sight.stack.layers.append(Layer(request: request.id, tip: content, tree: content))
        }
        return sight
    }

    private func conflict(_ id: BeadID) -> Finding? {
        guard let before = open[id]?.change.collidesAfter, before < changes.collisionsLanded else { return nil }
        return .conflict(files: ["shared"], base: target)
    }

    private mutating func tree(_ content: Content) -> CommitID {
        if let known = trees[content] { return known }
        made += 1
        let id = Self.commit(made)
        trees[content] = id
        return id
    }

    private var moment: Timestamp { Timestamp(milliseconds: 1_800_000_000_000 + Int64(now * Self.runTime)) }

    private static func commit(_ number: Int) -> CommitID {
        let digits = String(number, radix: 16)
        guard let id = CommitID(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("a number is 40 digits at most")
        }
        return id
    }

    struct Impossible: Error, CustomStringConvertible {
        var what: String
        var description: String { "the queue on paper: \(what)" }
    }
}
