package import TownModel

/// Work in numbers: what came in, and what became of it.
package struct WorkBalance: Hashable, Sendable, Codable {
    /// Made, as the log tells.
    package var made = 0
    /// Known to the log without its making: imported, or older than the log.
    package var before = 0
    /// On the target.
    package var landed = 0
    /// Handed in with `--merge local`, tested, and kept under a ref.
    package var kept = 0
    /// Closed without a landing: nothing to change, by hand, failed, skipped.
    package var ended = 0
    package var deleted = 0
    /// In a queue, on a hook, waiting for others or for a person.
    package var open = 0

    package init() {}

    package var came: Int { made + before }
    package var went: Int { landed + kept + ended + deleted + open }
    /// Each piece of work is in exactly one place.
    package var isEven: Bool { came == went }
}

extension WorkAudit {
    /// Of all work.
    package var balance: WorkBalance { sum(beads.values) }

    /// Of a rig; nil: of the town itself.
    package func balance(of rig: RigName?) -> WorkBalance { sum(beads.values.filter { $0.rig == rig }) }

    /// Of what a convoy drives.
    package func balance(of convoy: Convoy) -> WorkBalance {
        sum(Set(convoy.members.map(\.bead)).compactMap { beads[$0] })
    }

    /// As the log told them last, the oldest first.
    package var knownConvoys: [Convoy] { convoys.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) } }

    package var rigs: [RigName] { Set(beads.values.filter(\.type.isWork).compactMap(\.rig)).sorted() }

    /// Landings are counted as landings, ends as ends: what is both, or twice, makes it uneven.
    private func sum(_ accounts: some Sequence<BeadAccount>) -> WorkBalance {
        var balance = WorkBalance()
        for account in accounts where account.type.isWork {
            if account.isMade { balance.made += 1 } else { balance.before += 1 }
            for landing in account.landings {
                if requests[landing]?.mergeMode == .local { balance.kept += 1 } else { balance.landed += 1 }
            }
            switch account.status {
            case .tombstone?: balance.deleted += 1
            case .closed?: if account.landings.isEmpty { balance.ended += 1 }
            default: balance.open += 1
            }
        }
        return balance
    }
}
