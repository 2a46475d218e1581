import Synchronization
import TownModel
import TownTesting
import Wire

/// The person of the town: makes beads, slings them, changes his mind, answers what he is asked, reads his mail.
final class SimOverseer {
    unowned let town: SimTown
    private var plans: [BeadID: SimPlan.PlannedBead] = [:]
    /// In the order of the plan.
    private(set) var beads: [BeadID] = []
    private var epic: BeadID?
    private var answering: Set<BeadID> = []
    private var said = 0
    /// What the ids of his words begin with.
    static let idPrefix = "o/"

    init(in town: SimTown) { self.town = town }

    func plan(of bead: BeadID) -> SimPlan.PlannedBead? { plans[bead] }

    /// The beads, before anything runs.
    func found() throws {
        let plan = town.plan
        if plan.hasEpic {
            epic = try town.store.send(BeadCreate(rig: town.rigs[0], title: "epic", type: .epic)).bead.id
        }
        for bead in plan.beads {
            let needs = bead.needs.map { beads[$0] }
            let made = try town.store.send(
                BeadCreate(
                    rig: town.rigs[bead.rig], title: bead.title, priority: bead.priority,
                    parent: bead.isInEpic ? epic : nil, needs: needs.map { [$0] } ?? [],
                    deferUntil: bead.deferSeconds.map { town.wall.advanced(by: .seconds($0)) })
            ).bead.id
            if let needs, plans[needs]?.rig != bead.rig { town.sight(.neededAcrossRigs) }
            beads.append(made)
            plans[made] = bead
        }
        town.judge.expect(beads + (epic.map { [$0] } ?? []))
        for bead in beads { town.judge.needs[bead] = plans[bead]?.needs.map { beads[$0] } }
    }

    func begin() {
        let plan = town.plan
        let loose = beads.filter { plans[$0]?.isInEpic == false }
        if let epic, plan.drivesEpic { town.after(town.random(1...4000)) { [self] in drive(epic) } }
        if let epic, plan.stagesEpic { say(ConvoyStage(beads: [epic], launch: true), "stage") }
        let size = max(1, (loose.count + plan.bundles - 1) / plan.bundles)
        let bundles = stride(from: 0, to: loose.count, by: size).map { Array(loose[$0..<min($0 + size, loose.count)]) }
        let last = plan.drivesEpic || plan.stagesEpic ? [] : epic.map { [[$0]] } ?? []
        for (number, part) in (bundles + last).enumerated() {
            let begin = Int64(number) * plan.bundlePauseMilliseconds
            town.after(begin + town.random(1...4000)) { [self] in sling(part, again: false) }
        }
        whimAgain()
        answerAgain()
    }

    // Words, each again until the store decides.

    func say<C: Command>(
        _ command: C, _ word: String, refused: @escaping (WireError) -> Void = { _ in },
        then: @escaping () -> Void = {}
    ) {
        said += 1
        let request = Request(
            id: CommandID(composed: "\(Self.idPrefix)\(said)/\(word)"), kind: .command, verb: C.verb,
            headers: RequestHeaders(key: SimTown.key(of: .overseer)), body: JSONText.encode(command))
        say(request, refused: refused, then: then)
    }

    private func say(_ request: Request, refused: @escaping (WireError) -> Void, then: @escaping () -> Void) {
        town.request(request) { [self] answer in
            switch answer?.result {
            case .ok?: then()
            case .error(let error)? where ![.busy, .bug, .away, .expired].contains(error.code):
                town.trace("\(request.id) refused: \(error.message)")
                refused(error)
                lookAgain(at: request, then: then)
            case .error?, nil: town.after(1000) { [self] in say(request, refused: refused, then: then) }
            }
        }
    }

    /// Of two copies of one word the second may be carried out after the first was refused: he sees it in the ledger.
    private func lookAgain(at request: Request, then: @escaping () -> Void) {
        town.after(10_000) { [self] in
            if town.judge.truth({ $0.carriedOut.contains(request.id.text) }) {
                town.sight(.refusedAndCarriedOut)
                then()
            }
        }
    }

    /// What can't be slung now (a parked rig, a bead in the merge queue) he slings later, until it is closed.
    func sling(_ beads: [BeadID], again: Bool) {
        let open = town.world.state.withLock { world in beads.filter { world.truth.beads[$0]?.isClosed != true } }
        guard !open.isEmpty else { return }
        let mode = open.first == epic ? town.plan.epicMode : .merge
        say(WorkSling(beads: open, mergeMode: mode), "sling") { [self] _ in
            town.after(5000) { [self] in sling(open, again: again) }
        } then: { [self] in
            if again { town.sight(.slungAgain) }
        }
    }

    /// What can't be begun now is begun later; one that he has ended by hand is over.
    private func drive(_ epic: BeadID) {
        guard town.judge.truth({ $0.beads[epic]?.isClosed != true }) else { return }
        say(MountainBegin(epic: epic), "drive") { [self] _ in
            town.after(5000) { [self] in drive(epic) }
        }
    }

    // Answers: whatever waits for him is done in a while.

    private func answerAgain() {
        town.after(5000) { [self] in
            for gate in town.world.state.withLock({ $0.truth.openGates }) where answering.insert(gate).inserted {
                town.after(town.random(1000...20_000)) { [self] in
                    say(BeadClose(id: gate, reason: "looked at"), "answer") { _ in
                    } then: { [self] in
                        town.sight(.gateOpened)
                    }
                }
            }
            answerAgain()
        }
    }

    /// When the faults end: nothing is left stopped, parked or paused, and no queue held, but for what he forgets.
    func makeGood() {
        thaw()
        for rig in town.rigs { say(RigSetState(name: rig, state: .active), "unpark") }
        for rig in town.rigs.map(Optional.some) + [nil] { say(SchedulerResume(rig: rig), "resume-dispatch") }
        for rig in town.rigs {
            if town.plan.forgetsQueue {
                town.after(town.random(0...60_000)) { [self] in hold(rig) }
            } else {
                say(QueueResume(rig: rig), "resume")
            }
        }
    }

    func stop() {
        town.world.state.withLock { $0.isStopped = true }
        say(TownStop(reason: "a whim"), "stop") { _ in
        } then: { [self] in
            town.sight(.townStopped)
            town.after(town.random(1000...15_000)) { [self] in thaw() }
        }
    }

    /// The file first; the store's word comes last.
    func thaw() {
        town.world.state.withLock { $0.isStopped = false }
        say(TownThaw(), "thaw")
    }
}
