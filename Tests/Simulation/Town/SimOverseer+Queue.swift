import Synchronization
import TownModel
import TownTesting
import Wire

/// What a person does about a merge queue: holds it and lets it go, puts one first, takes one out, sends one back, has one
/// tried again. All at any moment, also when it makes no sense.
extension SimOverseer {
    func queueWhim() {
        switch town.random(0...7) {
        case 0...1: holdForAWhile(town.rigs[Int(town.random(0...Int64(town.rigs.count - 1)))])
        case 2: request { $0 == .queued || $0 == .testing }.map(front)
        case 3...4: request { !$0.isEnded }.map(withdraw)
        case 5...6: request { !$0.isEnded }.map(reject)
        default: request { $0 != .landed && $0.isEnded }.map(retry)
        }
    }

    func hold(_ rig: RigName) {
        say(QueuePause(rig: rig, reason: "a whim"), "pause") { _ in
        } then: { [self] in
            town.sight(.queueHeld)
        }
    }

    private func holdForAWhile(_ rig: RigName) {
        hold(rig)
        town.after(town.random(1000...40_000)) { [self] in
            guard town.faulty else { return }
            say(QueueResume(rig: rig), "resume")
        }
    }

    /// One of those that are so, as far as he knows; they may be otherwise when his word arrives.
    private func request(_ isMeant: (MergeState) -> Bool) -> BeadID? {
        let ids = town.judge.truth { truth in truth.requests.values.filter { isMeant($0.state) }.map(\.id).sorted() }
        return ids.isEmpty ? nil : ids[Int(town.random(0...Int64(ids.count - 1)))]
    }

    private func front(_ request: BeadID) {
        say(MergeFront(id: request), "front") { _ in
        } then: { [self] in
            town.sight(.requestFronted)
        }
    }

    /// Nobody's work any more, until he slings it again or has the request tried again.
    private func withdraw(_ request: BeadID) {
        guard let bead = town.judge.truth({ $0.requests[request]?.bead }) else { return }
        let isToBeRetried = town.random(0...1) == 0
        say(MergeWithdraw(id: request, reason: "a whim"), "withdraw") { _ in
        } then: { [self] in
            town.sight(.requestTakenOut)
            town.after(town.random(1000...15_000)) { [self] in
                if isToBeRetried { retry(request) }
                // Refused while the retried one is in the queue, and not wanted when it has landed.
                sling([bead], again: true)
            }
        }
    }

    private func reject(_ request: BeadID) {
        say(MergeReject(id: request, reason: "a whim", again: town.random(0...1) == 0), "reject") { _ in
        } then: { [self] in
            town.sight(.requestRejected)
        }
    }

    private func retry(_ request: BeadID) {
        say(MergeRetry(id: request), "retry") { _ in
        } then: { [self] in
            town.sight(.requestRetried)
        }
    }
}
