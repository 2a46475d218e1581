import DeaconDaemon
import Host
import RefineryCore
import RefineryDaemon
import Synchronization
import TownModel

/// A rig's gates: red on work that has a flaw in it.
struct SimGates: GateRunner {
    let world: SimWorld
    let rig: RigName

    func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport {
        world.state.withLock { world in
            if !world[rig: rig].rooms.insert(candidate.gatesIntent.text).inserted {
                world.complain("the room of \(candidate.gatesIntent) was used twice")
            }
            if world.mishap(5, .gateDisturbed) { return .disturbed(reason: "no room") }
            switch world[rig: rig].commits[candidate.tip]?.files["flaw"] {
            case "red": return red(.failed(status: 1), .gateRed, &world)
            case "missing": return red(.missingCommand, .gateUnjudged, &world)
            default:
                // Once on any content: what is red twice for no reason at all, no queue can tell from a fault.
                if world.mishap(12, .gateFlaked), world[rig: rig].flakedTrees.insert(candidate.tree).inserted {
                    return red(.failed(status: 3), .gateFlaked, &world)
                }
                world[rig: rig].greenTrees.insert(candidate.tree)
                return .green([GateResult(name: "test", exitCode: 0, milliseconds: 1)])
            }
        }
    }

    func observe(_ candidate: Candidate) async -> GateReport {
        world.state.withLock { world in
            // The room is never used again, whether anybody has been in it or not.
            world[rig: rig].rooms.insert(candidate.gatesIntent.text)
            return .cutShort
        }
    }

    /// They have no logs.
    func clearLogs(sparing spared: Spared, at now: Timestamp) async -> String? { nil }

    private func red(_ verdict: GateVerdict, _ sighting: Sighting, _ world: inout SimWorld.State) -> GateReport {
        world.sightings.insert(sighting)
        let result = GateResult(name: "test", exitCode: 1, milliseconds: 1, note: verdict.sentence)
        return .red(GateFailure(results: [result], gate: "test", verdict: verdict, excerpt: "red", log: "log"))
    }
}

/// SIGKILL for simulated processes.
struct SimEnder: ProcessEnder {
    let world: SimWorld

    func end(_ process: ProcessIdentity) async -> EndOutcome {
        world.state.withLock { world in
            guard world.processes.remove(process.pid) != nil else { return .absent }
            world.sightings.insert(.frozenRoleEnded)
            world.news.append(.roleEnded(process.pid))
            return .killed
        }
    }
}

/// There are no molecules in the simulation.
struct SimLooks: GateLooker {
    func look(_ gate: GateLook) async -> GateFinding { .shut("nobody looks") }
}

/// The ledger of the simulation has no file: its copies are always fresh.
struct SimSaver: LedgerSaver {
    func save() async -> Result<Timestamp, SaveFailure> { .success(Timestamp(milliseconds: .max / 2)) }
}
