import TownModel
import Wire

extension TownStatusReply {
    /// Nothing will move by itself: no bead waits for a worker or is on a hook, no request is on its way, and no convoy
    /// has a member that the Mayor would feed or a landing that it has still to tell.
    var isQuiet: Bool {
        rigs.allSatisfy { rig in
            rig.queued == 0 && rig.polecats.allSatisfy { $0.assignment.map(\.isOver) ?? true }
                && rig.requests.allSatisfy(\.state.isEnded)
        } && convoys.allSatisfy(\.isQuiet)
    }
}

extension Assignment {
    fileprivate var isOver: Bool { state == .ended || state == .retired }
}

extension Convoy {
    fileprivate var isQuiet: Bool {
        guard state == .open, !members.isEmpty else { return true }
        if members.allSatisfy(\.status.isEnded) { return false }
        return feeding == nil || !members.contains { $0.disposition == .ready }
    }
}
