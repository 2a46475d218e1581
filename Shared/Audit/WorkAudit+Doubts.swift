package import TownModel

/// Something that does not add up.
package struct AuditDoubt: Hashable, Sendable, Codable, Comparable {
    /// A bead, a merge request or a convoy.
    package var about: BeadID
    package var what: String

    package static func < (left: AuditDoubt, right: AuditDoubt) -> Bool {
        (left.about, left.what) < (right.about, right.what)
    }
}

extension WorkAudit {
    /// What the log says of itself that can't all be true, at the moment that it was read to.
    package var doubts: [AuditDoubt] {
        (beadDoubts + requestDoubts + attemptDoubts + convoyDoubts).sorted()
    }

    private var beadDoubts: [AuditDoubt] {
        var open: [BeadID: [BeadID]] = [:]
        for request in requests.values where !request.state.isEnded {
            open[request.bead, default: []].append(request.id)
        }
        var doubts: [AuditDoubt] = []
        for (id, account) in beads where account.type.isWork {
            func doubt(_ what: String) { doubts.append(AuditDoubt(about: id, what: what)) }
            let isEnded = account.status?.isEnded == true
            if account.landings.count > 1 { doubt("it landed \(account.landings.count) times") }
            if !account.landings.isEmpty, !isEnded { doubt("it landed, and is not closed") }
            let requests = open[id]?.sorted() ?? []
            if requests.count > 1 { doubt("\(requests.count) of its requests are on their way at once") }
            if account.status == .submitted, requests.isEmpty { doubt("it was handed in, and is in no merge queue") }
            if isEnded, let request = requests.first { doubt("it has ended, and \(request) is still to land") }
            if queued.contains(id) {
                if isEnded { doubt("it has ended, and waits for a worker") }
                if !requests.isEmpty { doubt("it is in the merge queue, and waits for a worker") }
            }
        }
        return doubts
    }

    private var requestDoubts: [AuditDoubt] {
        requests.values.compactMap { request in
            guard !request.state.isEnded, let status = beads[request.bead]?.status, !status.isEnded,
                status != .submitted
            else { return nil }
            return AuditDoubt(about: request.id, what: "it is on its way, and \(request.bead) is \(status.rawValue)")
        }
    }

    private var attemptDoubts: [AuditDoubt] {
        var atWork: [BeadID: Int] = [:]
        var doubts: [AuditDoubt] = []
        for attempt in assignments.values where attempt.state.isCurrent {
            func doubt(_ what: String) { doubts.append(AuditDoubt(about: attempt.bead, what: what)) }
            atWork[attempt.bead, default: 0] += 1
            if beads[attempt.bead]?.status?.isEnded == true { doubt("it has ended, and \(attempt.agent) works at it") }
            if queued.contains(attempt.bead) { doubt("\(attempt.agent) works at it, and it waits for a worker") }
        }
        for (bead, count) in atWork where count > 1 {
            doubts.append(AuditDoubt(about: bead, what: "\(count) workers are at it at once"))
        }
        return doubts
    }

    private var convoyDoubts: [AuditDoubt] {
        convoys.values.compactMap { convoy in
            let open = convoy.members.filter { beads[$0.bead]?.status.map { !$0.isEnded } ?? !$0.status.isEnded }
            switch convoy.state {
            case .landed:
                guard let member = open.first else { return nil }
                return AuditDoubt(about: convoy.id, what: "it has landed, and \(member.bead) is open")
            case .open:
                guard open.isEmpty, !convoy.members.isEmpty else { return nil }
                return AuditDoubt(about: convoy.id, what: "all that it drives has ended, and it has not landed")
            // Not begun yet, or ended by hand: nothing is promised.
            case .staged, .closed: return nil
            }
        }
    }
}
