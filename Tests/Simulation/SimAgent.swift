import Synchronization
import TownModel
import Wire

/// An agent at work: says that it lives, works, hands its head in, ends. Or dies on the way.
struct SimAgent {
    private let assignment: Assignment
    private unowned let town: SimTown
    private let key: String

    init(_ assignment: Assignment, in town: SimTown) {
        self.assignment = assignment
        self.town = town
        key = ScriptedWitness.key(assignment)
    }

    func begin() {
        say(SessionAlive(incarnation: assignment.incarnation), "alive/\(assignment.incarnation)") {}
        let dies = assignment.attempt == 1 && town.mishap(15)
        town.after(town.random(500...15_000)) {
            if dies { return exit(1) }
            let done = WorkDone(
                assignment: assignment.number, status: .completed,
                head: SimWorld.commit(UInt64(assignment.number)), base: SimWorld.commit(0), message: "done")
            say(done, "done/\(assignment.number)") { exit(0) }
        }
    }

    private var isRunning: Bool {
        town.world.state.withLock { $0.sessions[assignment.incarnation]?.exitStatus == nil }
    }

    private func exit(_ status: Int32) {
        town.world.state.withLock {
            if $0.sessions[assignment.incarnation]?.exitStatus == nil {
                $0.sessions[assignment.incarnation]?.exitStatus = status
            }
        }
    }

    /// Again with the same id until the store answers. A key that is not known yet is one that will be.
    private func say<C: Command>(_ command: C, _ id: String, then: @escaping () -> Void) {
        guard isRunning else { return }
        let request = Request(
            id: CommandID(composed: id), kind: .command, verb: C.verb, headers: RequestHeaders(key: key),
            body: JSONText.encode(command))
        town.request(request) { answer in
            switch answer?.result {
            case .ok?: then()
            case .error(let error)? where error.code == .conflict: exit(1)
            case .error?, nil: town.after(1000) { say(command, id, then: then) }
            }
        }
    }
}
