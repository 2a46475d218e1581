import RefineryCore
import RefineryDaemon
import Synchronization
import TownModel
import TownTesting

/// A rig's target branch, as the Refinery touches it.
struct SimGit: RefineryGit {
    let world: SimWorld
    let rig: RigName

    func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, style: MergeStyle, at moment: Timestamp
    ) async -> Preparation {
        world.state.withLock { world in
            if isAway(&world) { return .away(reason: "no route to the remote") }
            if world.mishap(8, .buildDisturbed) { return .disturbed(reason: "no room on the disk") }
            let base = world[rig: rig].target
            let move = foreignMove(world[rig: rig], of: target, to: base)
            if hasRemote { follow(&world) }
            var sight = Sight(
                foreignMove: move,
                stack: Stack(
                    target: target, base: base, baseTree: world[rig: rig].tree(of: base), layers: [],
                    builtAt: moment))
            for request in requests { add(request, style, to: &sight, &world) }
            if sight.stack.height > 1 { world.sightings.insert(.stackedTogether) }
            return .seen(sight)
        }
    }

    func check(_ request: MergeRequest, style: MergeStyle, at: Timestamp) async -> Finding? {
        world.state.withLock { world in
            let base = world[rig: rig].refs[SimRepository.main] ?? world[rig: rig].target
            guard case .aside(let finding) = find(request, style, on: base, &world) else { return nil }
            if case .conflict = finding { world.sightings.insert(.conflictSeenEarly) }
            return finding
        }
    }

    private func add(_ request: MergeRequest, _ style: MergeStyle, to sight: inout Sight, _ world: inout SimWorld.State)
    {
        let stack = sight.stack
        let below = stack.commit(at: stack.height)
        switch find(request, style, on: below, &world) {
        case .built(let layer):
            sight.stack.layers.append(layer)
        case .aside(let finding) where below == stack.base:
            sight.aside[request.id] = finding
        case .aside(let finding):
            guard case .built = find(request, style, on: stack.base, &world) else {
                sight.aside[request.id] = finding
                return
            }
            world.sightings.insert(.requestCrowded)
            var files: [String] = []
            if case .conflict(let colliding, _) = finding { files = colliding }
            sight.aside[request.id] = .crowded(files: files, on: stack.requests)
        }
    }

    func locate(_ landing: Landing) async -> TargetPosition {
        world.state.withLock { world in
            isAway(&world) ? .away(reason: "no route to the remote") : position(landing, &world)
        }
    }

    func move(_ landing: Landing) async -> MoveOutcome {
        world.state.withLock { world in
            if world.isStopped { return .stopped }
            if isAway(&world) { return .tried(.away(reason: "no route to the remote")) }
            if landing.hasRemote, world.mishap(15, .pushRefused) { return .refused(reason: "protected branch") }
            if landing.hasRemote, world.mishap(20, .pushOvertaken) { world[rig: rig].pushFromElsewhere() }
            if world[rig: rig].target == landing.proof.base { land(landing, &world) }
            if landing.hasRemote, world.mishap(20, .pushAnswerLost) {
                return .tried(.away(reason: "the connection broke after the push"))
            }
            return .tried(position(landing, &world))
        }
    }

    /// While there are faults it may be due at any listing: for a while, or for so long that nothing puts it off any more.
    func upkeepDue() async -> Timestamp? {
        world.state.withLock { world in
            guard world.faulty, world.random.chance(50) else { return nil }
            return MemoryLedger.start.advanced(by: .seconds(world.random.chance(50) ? -3600 : -10 * 86_400))
        }
    }

    /// Here everything landed long ago: of landed work every ref goes that no open request names.
    func maintain(
        target: String, hasRemote: Bool, sparing open: Set<CommitID>, at now: Timestamp
    ) async -> UpkeepReport {
        world.state.withLock { world in
            if world.mishap(20, .upkeepFailed) { return .failed(reason: "no room on the disk") }
            let git = world[rig: rig]
            let long = now.advanced(by: .zero - Limits.submittedKept)
            let submitted = git.refs(under: "refs/gt/submitted").compactMap { ref in
                git.refs[ref].map { SubmittedHead(ref: ref, head: $0) }
            }
            let landed = Dictionary(uniqueKeysWithValues: git.landedHeads.map { ($0, long) })
            for head in SubmittedRefs.removable(submitted, landed: landed, sparing: open, at: now) {
                world.sightings.insert(.submittedRefRemoved)
                world[rig: rig].remove(ref: head.ref)
            }
            world.sightings.insert(.upkeepDone)
            return .done(next: now.advanced(by: .seconds(86_400)))
        }
    }

    func guardTargets(_ targets: [String]) async -> String? {
        world.state.withLock { $0.mishap(3, .guardFailed) ? "the hook can't be written" : nil }
    }

    private func isAway(_ world: inout SimWorld.State) -> Bool {
        guard world[rig: rig].hasRemote else { return false }
        guard world[rig: rig].isAway || world.mishap(4, .remoteAway) else { return false }
        world.sightings.insert(.remoteAway)
        return true
    }

    private enum Found {
        case built(Layer)
        case aside(Finding)
    }

    private func find(
        _ request: MergeRequest, _ style: MergeStyle, on base: CommitID, _ world: inout SimWorld.State
    ) -> Found {
        var git = world[rig: rig]
        guard git.commits[request.head] != nil else {
            return .aside(.unusable(reason: "its head is not in the repository"))
        }
        if let tip = git.landing(of: request.id, in: base), let first = git.commits[tip]?.parents.first {
            return .aside(.contained(proof(base: first, tip: tip, &world)))
        }
        if git.isAncestor(request.head, of: base) {
            return .aside(.contained(proof(base: request.base, tip: request.head, &world)))
        }
        switch git.merge(request.head, into: base) {
        case .conflict(let files):
            if base == git.target || base == git.refs[SimRepository.main] {
                world[rig: rig].inConflict.insert(request.id)
            }
            return .aside(.conflict(files: files, base: base))
        case .clean(let files):
            let tip = git.build(request, style: style, on: base, files: files)
            if style == .squash { world.sightings.insert(.squashed) }
            if style == .rebase, git.ownCommits(of: request.head, on: base) != nil { world.sightings.insert(.rebased) }
            let layer = Layer(request: request.id, tip: tip, tree: git.tree(of: files))
            world[rig: rig] = git
            return .built(layer)
        }
    }

    private func proof(base: CommitID, tip: CommitID, _ world: inout SimWorld.State) -> LandingProof {
        LandingProof(base: base, tip: tip, tree: world[rig: rig].tree(of: tip), gates: [])
    }

    private func foreignMove(_ git: SimRepository, of target: String, to now: CommitID) -> TargetMove? {
        guard let landed = git.refs[SimRepository.landed], landed != now else { return nil }
        return TargetMove(target: target, from: landed, to: now, rewritten: !git.isAncestor(landed, of: now))
    }

    private func position(_ landing: Landing, _ world: inout SimWorld.State) -> TargetPosition {
        let head = world[rig: rig].target
        if head == landing.proof.base { return .atBase }
        guard world[rig: rig].isAncestor(landing.proof.tip, of: head) else { return .elsewhere(head) }
        follow(&world)
        world[rig: rig].set(SimRepository.landed, to: landing.proof.tip)
        return .containsTip
    }

    /// Our own refs say what the remote says.
    private func follow(_ world: inout SimWorld.State) {
        let head = world[rig: rig].target
        guard world[rig: rig].hasRemote else { return }
        world[rig: rig].set(SimRepository.tracking, to: head)
        world[rig: rig].set(SimRepository.main, to: head)
    }

    private func land(_ landing: Landing, _ world: inout SimWorld.State) {
        let git = world[rig: rig]
        let tip = landing.proof.tip
        if !git.greenTrees.contains(world[rig: rig].tree(of: tip)) { world.complain("\(tip.short) landed untested") }
        if landing.layers.count > 1 { world.sightings.insert(.landedTogether) }
        // The layers, down to the target as it was.
        var commit = tip
        var brought: Set<BeadID> = []
        while commit != landing.proof.base, let made = git.commits[commit], let below = made.parents.first {
            // Own commits of a request that were made again are below the one that names it.
            if let request = made.request { brought.insert(request) }
            commit = below
        }
        if commit != landing.proof.base { world.complain("\(tip.short) does not descend from the target it moved") }
        if brought != Set(landing.requests) { world.complain("\(tip.short) brings others than it is said to") }
        for layer in landing.layers { check(layer, git, &world) }
        world[rig: rig].moveTarget(to: tip)
    }

    private func check(_ layer: LandedLayer, _ git: SimRepository, _ world: inout SimWorld.State) {
        let request = layer.request
        if git.landing(of: request, in: git.target) != nil { world.complain("\(request) landed twice") }
        let bead = git.commits[layer.commit]?.bead
        if git.history(of: git.target).contains(where: { git.commits[$0]?.bead == bead && bead != nil }) {
            world.complain("the work of \(request) landed twice")
        }
        if let known = world.truth.requests[request], known.state != .landing {
            world.complain("\(request) moved the target while it is \(known.state.rawValue)")
        }
    }
}

extension SimRepository {
    /// Somebody who is no part of the town lands something.
    mutating func pushFromElsewhere() {
        var files = commits[target]?.files ?? [:]
        // Now and then in the way of somebody at work.
        files["file \(commits.count % 4)"] = "elsewhere \(commits.count)"
        moveTarget(to: commit(SimCommit(parents: [target], files: files)))
    }
}
