internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What an earlier attempt at a bead has handed in, and what came to nothing so far: its commits are on their ref.
struct KeptWork: Hashable, Sendable {
    var head: CommitID
    var worker: Address
    /// nil for work that was put aside (blocked, deferred, for review): it never was in the queue.
    var request: MergeRequest?
}

extension LedgerReader {
    /// nil: nothing was handed in; or the last that was has landed, is in the queue, or was given up.
    func keptWork(of bead: BeadID) throws(LedgerError) -> KeptWork? {
        let attempts = try values(
            Assignment.self, "SELECT value FROM assignments WHERE bead = ? ORDER BY number DESC", .text(bead.text))
        guard let last = attempts.first(where: { $0.head != nil }), let head = last.head, head != last.base
        else { return nil }
        let request = try latestRequest(of: bead, head: head)
        guard request.map({ $0.state == .rework }) ?? true else { return nil }
        return KeptWork(head: head, worker: last.agent, request: request)
    }

    /// For who has the bead on his hook now; nil where nothing came back.
    func returnedWork(of bead: BeadID) throws(LedgerError) -> ReturnedWork? {
        guard let request = try keptWork(of: bead)?.request else { return nil }
        let kind = AttemptKind(request.fault ?? .failure)
        // Counted anew after a person was asked: that it came back before is known all the same.
        let times = max(try attempts(bead, .returned(kind)), 1)
        return ReturnedWork(request: request, times: times, timesMax: kind.limit)
    }

    private func latestRequest(of bead: BeadID, head: CommitID) throws(LedgerError) -> MergeRequest? {
        try value(
            MergeRequest.self, "SELECT value FROM requests WHERE bead = ? AND head = ? ORDER BY sequence DESC LIMIT 1",
            .text(bead.text), .text(head.text))
    }
}

extension AttemptKind {
    init(_ fault: MergeFault) {
        switch fault {
        case .conflict: self = .conflict
        case .failure: self = .failure
        }
    }
}
