import Synchronization
import TownModel

/// What goes wrong by itself while faults are on.
extension SimTown {
    func beginTrouble() { troubleAgain() }

    private func troubleAgain() {
        after(random(1000...9000)) { [self] in
            guard faulty else { return }
            trouble()
            troubleAgain()
        }
    }

    private func trouble() {
        let role = roles[Int(random(0...Int64(roles.count - 1)))]
        switch random(0...23) {
        case 0...8: kill(role)
        case 9...11:
            sight(.rolePaused)
            role.pause(until: now + random(1000...60_000))
        case 12...13:
            sight(.clockJumped)
            skew += random(-600_000...600_000)
            trace("the clock is \(skew) ms off")
        case 14:
            sight(.storeDied)
            stopStore()
        case 15...17: lose(remoteOf: rigs[Int(random(0...Int64(rigs.count - 1)))])
        case 18...20: pushFromElsewhere(rigs[Int(random(0...Int64(rigs.count - 1)))])
        case 21: reboot()
        default: break
        }
    }

    private func kill(_ role: any SimProcess) {
        guard role.isRunning else { return }
        trace("\(role.role) is killed")
        switch role.role {
        case .mayor: sight(.mayorKilled)
        case .deacon: sight(.deaconKilled)
        case .witness: sight(.witnessKilled)
        case .refinery: sight(.refineryKilled)
        }
        role.crash()
    }

    private func lose(remoteOf rig: RigName) {
        let isAway = world.state.withLock { world in
            world[rig: rig].isAway = world[rig: rig].hasRemote
            return world[rig: rig].isAway
        }
        guard isAway else { return }
        trace("the remote of \(rig) is away")
        after(random(1000...20_000)) { [self] in world.state.withLock { $0[rig: rig].isAway = false } }
    }

    private func pushFromElsewhere(_ rig: RigName) {
        world.state.withLock { world in
            guard world[rig: rig].hasRemote else { return }
            world[rig: rig].pushFromElsewhere()
            world.sightings.insert(.foreignPush)
        }
    }
}
