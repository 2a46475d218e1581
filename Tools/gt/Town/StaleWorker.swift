import TownModel
import Wire

/// A worker that holds something and does nothing, or holds nothing and costs a session.
struct StaleWorker: Encodable, Equatable {
    let agent: Address
    let bead: BeadID?
    let why: String
    let next: String
    /// nil: at once, whatever the threshold.
    let since: Timestamp?

    /// nil: it is as it should be, or not for so long yet.
    static func judge(
        _ row: PolecatRow, process: PolecatSight.Process?, at now: Timestamp, threshold: Duration
    ) -> StaleWorker? {
        guard let assignment = row.assignment else { return nil }
        let session = row.session.flatMap { $0.state == .ended ? nil : $0 }
        let isHeld = assignment.state.isCurrent
        func stale(_ why: String, _ next: String, since: Timestamp? = nil) -> StaleWorker? {
            if let since, since.duration(to: now) < threshold { return nil }
            return StaleWorker(
                agent: row.agent, bead: isHeld ? assignment.bead : nil, why: why, next: next, since: since)
        }
        guard let session else {
            guard isHeld else { return nil }
            return stale(
                "holds \(assignment.bead), and no session of it runs",
                "its Witness gives it back: gt wake \(assignment.rig)/witness", since: assignment.claimedAt)
        }
        if process == .gone {
            return stale("its process is gone", "its Witness gives it back: gt wake \(assignment.rig)/witness")
        }
        guard isHeld else {
            return stale(
                "holds nothing, and its session is still there", "gt peek \(row.agent)",
                since: assignment.ended?.at ?? session.startedAt)
        }
        let next = "gt peek \(row.agent), gt nudge send \(row.agent), or gt polecat retire \(row.agent)"
        switch session.state {
        case .idle, .waiting, .stalled, .unknown:
            return stale(
                "\(session.state.rawValue), with \(assignment.bead) on its hook", next,
                since: session.evidence?.since ?? session.startedAt)
        case .spawning: return stale("has not said a word", next, since: session.startedAt)
        case .working, .exiting, .ended: return nil
        }
    }
}
