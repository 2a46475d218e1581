import RefineryCore
import RefineryDaemon
import Synchronization
import TownModel

/// A rig's target branch, as the Refinery touches it.
struct SimGit: RefineryGit {
    let world: SimWorld
    let rig: RigName

    func prepare(_ request: MergeRequest, hasRemote: Bool, at: Timestamp) async -> Preparation {
        world.state.withLock { world in
            if isAway(&world) { return .away(reason: "no route to the remote") }
            if world.mishap(8, .buildDisturbed) { return .disturbed(reason: "no room on the disk") }
            let base = world[rig: rig].target
            let move = foreignMove(world[rig: rig], to: base)
            if hasRemote { follow(&world) }
            return .seen(Sight(base: base, foreignMove: move, finding: find(request, on: base, &world)))
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

    func guardTargets(_ targets: [String]) async -> String? {
        world.state.withLock { $0.mishap(3, .guardFailed) ? "the hook can't be written" : nil }
    }

    private func isAway(_ world: inout SimWorld.State) -> Bool {
        guard world[rig: rig].hasRemote else { return false }
        guard world[rig: rig].isAway || world.mishap(4, .remoteAway) else { return false }
        world.sightings.insert(.remoteAway)
        return true
    }

    private func find(_ request: MergeRequest, on base: CommitID, _ world: inout SimWorld.State) -> Finding {
        var git = world[rig: rig]
        guard git.commits[request.head] != nil else { return .unusable(reason: "its head is not in the repository") }
        if let tip = git.landing(of: request.id), let first = git.commits[tip]?.parents.first {
            return .contained(LandingProof(base: first, tip: tip, tree: tip, gates: []))
        }
        if git.isAncestor(request.head, of: base) {
            return .contained(LandingProof(base: request.base, tip: request.head, tree: request.head, gates: []))
        }
        switch git.merge(request.head, into: base) {
        case .conflict(let files):
            world[rig: rig].inConflict.insert(request.id)
            return .conflict(files: files)
        case .clean(let files):
            let tip = git.commit(
                SimCommit(
                    parents: [base, request.head], files: files, request: request.id, bead: request.bead))
            world[rig: rig] = git
            return .built(tip: tip, tree: tip)
        }
    }

    private func foreignMove(_ git: SimRepository, to now: CommitID) -> ForeignMove? {
        guard let landed = git.refs[SimRepository.landed], landed != now else { return nil }
        return ForeignMove(from: landed, to: now, rewritten: !git.isAncestor(landed, of: now))
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
        if !git.greenTips.contains(tip) { world.complain("\(tip.short) landed without green gates") }
        if git.commits[tip]?.parents.first != landing.proof.base {
            world.complain("\(tip.short) does not descend from the target that it moved")
        }
        if git.landing(of: landing.request) != nil { world.complain("\(landing.request) landed twice") }
        let bead = git.commits[tip]?.bead
        if git.history(of: git.target).contains(where: { git.commits[$0]?.bead == bead && bead != nil }) {
            world.complain("the work of \(landing.request) landed twice")
        }
        if let request = world.truth.requests[landing.request], request.state != .landing {
            world.complain("\(landing.request) moved the target while it is \(request.state.rawValue)")
        }
        world[rig: rig].moveTarget(to: tip)
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
