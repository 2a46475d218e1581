import Synchronization
import WitnessCore
import WitnessDaemon

/// A machine that is busy with something else now and then.
struct SimMachine: Machine {
    let world: SimWorld

    func look() -> HostSight? {
        let isFull = world.state.withLock { $0.mishap(30, .hostWasFull) }
        return HostSight(loadPercent: isFull ? 900 : 50, memoryAvailableMB: 8000, memoryMB: 16000)
    }
}
