package import TownModel

/// What the ledger's rows say, in lists that were asked for: held against the log.
package struct LedgerRows: Sendable {
    package var beads: [Bead]
    package var requests: [MergeRequest]
    package var convoys: [Convoy]

    package init(beads: [Bead], requests: [MergeRequest], convoys: [Convoy]) {
        self.beads = beads
        self.requests = requests
        self.convoys = convoys
    }
}

extension WorkAudit {
    /// Work that the log does not tell of, because it was imported or is older than the log: counted as the ledger has it.
    package mutating func add(_ rows: LedgerRows) {
        for request in rows.requests where requests[request.id] == nil { requests[request.id] = request }
        let landed = Dictionary(grouping: rows.requests.filter { $0.state == .landed }, by: \.bead)
        for bead in rows.beads where bead.type.isWork {
            var account = beads[bead.id] ?? BeadAccount(title: bead.title, type: bead.type)
            account.rig = bead.rig
            guard account.status == nil else { continue }
            account.status = bead.status
            if bead.status.isEnded, account.landings.isEmpty, let last = landed[bead.id]?.last {
                account.landings = [last.id]
            }
            beads[bead.id] = account
        }
    }

    /// Where the ledger says something else than its log, at one moment.
    package func differences(from rows: LedgerRows) -> [AuditDoubt] {
        var doubts: [AuditDoubt] = []
        for bead in rows.beads {
            guard let told = beads[bead.id]?.status, told != bead.status else { continue }
            doubts.append(
                AuditDoubt(
                    about: bead.id, what: "the ledger says \(bead.status.rawValue), its log \(told.rawValue)"))
        }
        for request in rows.requests {
            guard let told = requests[request.id]?.state, told != request.state else { continue }
            doubts.append(
                AuditDoubt(
                    about: request.id, what: "the ledger says \(request.state.rawValue), its log \(told.rawValue)"))
        }
        for convoy in rows.convoys {
            guard let told = convoys[convoy.id]?.state, told != convoy.state else { continue }
            doubts.append(
                AuditDoubt(
                    about: convoy.id, what: "the ledger says \(convoy.state.rawValue), its log \(told.rawValue)"))
        }
        let there = Set(rows.beads.map(\.id))
        for (id, account) in beads where account.type.isWork && account.status != .tombstone && !there.contains(id) {
            doubts.append(AuditDoubt(about: id, what: "the log tells of it, and the ledger does not have it"))
        }
        return doubts.sorted()
    }
}
