import Synchronization
import TownModel
import Wire

/// An agent at work: says that it lives, works, hands its head in, leaves. Or dies on the way, is silent for long,
/// stays on, speaks for an assignment that is over. Or ends its turn with its work undone, until somebody says that it is;
/// or hangs there, whatever is said, until another one takes its place.
struct SimAgent {
    private enum Nature { case diligent, mortal, silent, lingering, contented, doubtful, forgetful, hanging }

    private let assignment: Assignment
    private unowned let town: SimTown
    private let key: String
    private let nature: Nature

    init(_ assignment: Assignment, in town: SimTown) {
        self.assignment = assignment
        self.town = town
        key = SimSessions.key(of: assignment.incarnation)
        nature = Self.nature(in: town, isFirst: assignment.renewal == nil)
    }

    /// After the faults everybody is diligent.
    private static func nature(in town: SimTown, isFirst: Bool) -> Nature {
        if town.mishap(14, .agentDied) { return .mortal }
        if town.mishap(6, .agentWasSilent) { return .silent }
        if town.mishap(12, .agentLingered) { return .lingering }
        if town.mishap(7, .agentChangedNothing) { return .contented }
        if town.mishap(8, .agentForgot) { return .forgetful }
        if isFirst, town.mishap(4, .agentHung) { return .hanging }
        return town.mishap(7, .agentAskedForReview) ? .doubtful : .diligent
    }

    private var incarnation: Incarnation { assignment.incarnation }
    private var mark: String { "\(assignment.number)" }

    func begin() {
        town.after(nature == .silent ? town.random(61_000...90_000) : town.random(1...2000)) {
            say(SessionAlive(incarnation: incarnation), "alive/\(incarnation)") { _ in prime() }
            town.after(town.random(500...12_000)) { work() }
        }
    }

    // What it does in its worktree.

    private func work(isReminded: Bool = false) {
        guard isRunning else { return }
        if nature == .hanging { return hang() }
        if nature == .forgetful, !isReminded { return endTurn() }
        if isFrozen { return town.after(1000) { work() } }
        guard let head = commit(isDirty: nature == .mortal) else { return exit(1) }
        switch nature {
        case .mortal: town.after(town.random(1...3000)) { exit(1) }
        case .contented: done(.noChange, head: nil)
        case .doubtful: done(.review, head: head)
        case .diligent, .silent, .lingering, .forgetful, .hanging: done(.completed, head: head)
        }
    }

    private var plan: SimPlan.PlannedBead? { town.overseer.plan(of: assignment.bead) }

    /// Its change as a commit in its worktree, pinned as submitted before anybody is told. nil: no worktree is there.
    private func commit(isDirty: Bool) -> CommitID? {
        town.world.state.withLock { world in
            var git = world[rig: assignment.rig]
            guard var worktree = git.worktrees[assignment.worktree], let base = worktree.head else { return nil }
            // Who mends what came back merges the target first: that is what it did not merge with, or not pass with.
            let isMending = base == assignment.keptHead
            if isMending { world.sightings.insert(.keptWorkMended) }
            var files = git.commits[isMending ? git.target : base]?.files ?? [:]
            files[plan?.file ?? "file"] = "\(assignment.bead) \(assignment.number)"
            files["flaw"] = assignment.attempt <= plan?.flawedAttempts ?? 0 ? plan?.flaw : nil
            let head = git.commit(SimCommit(parents: isMending ? [git.target, base] : [base], files: files))
            worktree.head = head
            worktree.reflog.append(head)
            if isDirty {
                worktree.dirty = git.commit(SimCommit(parents: [head], files: files))
                worktree.dirty.map { world.sessions[incarnation]?.work.append($0) }
            }
            git.worktrees[assignment.worktree] = worktree
            git.set("refs/heads/\(assignment.branch)", to: head)
            if !isDirty { git.set("refs/gt/submitted/\(assignment.bead)/\(head)", to: head) }
            world[rig: assignment.rig] = git
            world.sessions[incarnation]?.work.append(head)
            return head
        }
    }

    /// Some of its work is committed, some lies about, and it says nothing any more.
    private func hang() {
        guard commit(isDirty: true) != nil else { return exit(1) }
        say(TurnEnd(incarnation: incarnation, mayHold: false), "turn-end/\(incarnation)") { _ in
            // Nobody could look at it, and a person, who was told, has ended it.
            town.after(900_000) { if isRunning { exit(1) } }
        }
    }

    /// Nothing is handed in, and nothing begins by itself any more.
    private func endTurn() {
        say(TurnEnd(incarnation: incarnation, mayHold: false), "turn-end/\(incarnation)") { _ in awaitNudge() }
    }

    /// Its next prompt is what its supervisor says: a nudge begins a turn. In the end a person, who was told, says it.
    private func awaitNudge(looks: Int = 0) {
        town.after(5000) {
            guard isRunning else { return }
            if isFrozen { return awaitNudge(looks: looks) }
            if looks > 60 {
                return say(TurnStart(incarnation: incarnation), "turn-start/\(incarnation)") { _ in
                    work(isReminded: true)
                }
            }
            town.ask(NewsShow(), key: key) { answer in
                guard case .ok(let bytes)? = answer?.result else { return awaitNudge(looks: looks + 1) }
                let news = try JSONText.decode(News.self, from: bytes)
                guard news.nudges.contains(where: { $0.from == .witness(assignment.rig) }) else {
                    return awaitNudge(looks: looks + 1)
                }
                town.sight(.idleNudged)
                say(TurnStart(incarnation: incarnation), "turn-start/\(incarnation)") { _ in work(isReminded: true) }
            }
        }
    }

    // What it says.

    private func done(_ status: DoneStatus, head: CommitID?) {
        let base = town.world.state.withLock { $0[rig: assignment.rig].worktrees[assignment.worktree]?.base }
        let done = WorkDone(
            assignment: assignment.number, status: status, head: head, base: base, message: "as well as it could be")
        let id = "done/\(mark)"
        if nature == .contented { town.judge.mayEndUnchanged(assignment.bead) }
        say(done, id) { _ in
            if head != nil { speakOutOfTurn(base) }
            town.after(nature == .lingering ? town.random(20_000...60_000) : town.random(1...3000)) { exit(0) }
        }
    }

    /// With a key that is known, about what is over or never was its own: it is refused, whenever it comes.
    private func speakOutOfTurn(_ base: CommitID?) {
        guard town.random(0...3) == 0, let head = commit(isDirty: false) else { return }
        for (number, word, sighting) in [
            (assignment.number, "late", Sighting.lateDoneRefused),
            (assignment.number - 1, "foreign", .foreignDoneRefused),
        ] where number > 0 {
            let done = WorkDone(assignment: number, status: .completed, head: head, base: base, message: "once more")
            let request = request(done, "\(word)-done/\(mark)")
            town.after(town.random(1...20_000)) {
                town.request(request) { answer in
                    if case .error? = answer?.result { town.sight(sighting) }
                    if case .ok? = answer?.result {
                        town.judge.complain(
                            "\(assignment.agent) handed in for assignment \(number), which is not its own")
                    }
                }
            }
        }
    }

    /// Reads what it must know. Now and then it dies before it has said so: then it is told again.
    private func prime() {
        town.ask(PrimeShow(), key: key) { answer in
            guard case .ok(let bytes)? = answer?.result, isRunning else { return }
            let reply = try JSONText.decode(PrimeReply.self, from: bytes)
            guard let highest = reply.nudges.map(\.number).max() else { return }
            say(
                NudgesDelivered(numbers: reply.nudges.map(\.number)), "nudges-shown/\(incarnation)/\(highest)"
            ) { _ in town.sight(.nudgeShown) }
        }
    }

    /// Again with the same id until the store answers. A key that is not known yet is one that will be.
    private func say<C: Command>(_ command: C, _ id: String, then: @escaping (Answer) -> Void) {
        guard isRunning else { return }
        if isFrozen { return town.after(1000) { say(command, id, then: then) } }
        town.request(request(command, id)) { answer in
            switch answer?.result {
            case .ok?: answer.map(then)
            case .error(let error)? where error.code == .conflict: exit(1)
            case .error?, nil: town.after(1000) { say(command, id, then: then) }
            }
        }
    }

    private func request<C: Command>(_ command: C, _ id: String) -> Request {
        Request(
            id: CommandID(composed: id), kind: .command, verb: C.verb, headers: RequestHeaders(key: key),
            body: JSONText.encode(command))
    }

    // Its process.

    private var isRunning: Bool {
        town.world.state.withLock { $0.sessions[incarnation]?.isRunning ?? false }
    }

    /// `gt estop` stops every agent this instant.
    private var isFrozen: Bool { town.world.state.withLock { $0.isStopped } }

    private func exit(_ status: Int32) {
        town.trace("\(assignment.agent) ends by itself: \(status)")
        town.world.state.withLock { $0.end(incarnation, status: status) }
        town.afterHands()
    }
}
