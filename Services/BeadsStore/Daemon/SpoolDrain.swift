import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// Carries out what clients left while nobody answered, before anything that was said later. Used by the writer alone.
///
/// An empty spool costs one look at its directory's times a round. One that can't be drained keeps nobody from being
/// served: it is tried again a second later.
final class SpoolDrain {
    private let spool: Spool
    private let log: ServiceLog
    /// When the directory had changed last when it had nothing in it; nil when that is not known.
    private var emptySince: Timestamp?
    private var pause: ContinuousClock.Instant
    /// What was complained of last: a trouble that stays is told once.
    private var complaint: String?

    init(spool: Spool, log: ServiceLog, start: ContinuousClock.Instant = .now) {
        self.spool = spool
        self.log = log
        pause = start
    }

    /// Whether something may be in it that can be carried out now.
    func hasNews(at now: ContinuousClock.Instant) -> Bool {
        guard now >= pause, let changed = Files.changedAt(spool.directory) else { return false }
        return changed != emptySince
    }

    /// Everything that is there, oldest first. Throws only when the ledger can't be trusted any more.
    ///
    /// - Parameter tell: of each commit, before the files of what it carried out are removed.
    func run(_ ledger: Ledger, tell: (BatchOutcome) throws -> Void) throws {
        do {
            // Looked at first: what comes later changes it again.
            let changed = Files.changedAt(spool.directory)
            let names = try spool.names()
            guard !names.isEmpty else {
                emptySince = try spool.clearDrafts(at: .now) ? changed.flatMap(Self.settled) : nil
                return
            }
            emptySince = nil
            var rest = names[...]
            while !rest.isEmpty {
                guard try carryOut(rest.prefix(StoreLimits.batchCommandsMax), ledger, tell) else { return rests() }
                rest = rest.dropFirst(StoreLimits.batchCommandsMax)
            }
            complaint = nil
        } catch let trouble as HostError {
            complain("\(trouble)")
        }
    }

    /// nil while another change may yet get the same time: the kernel's clock for files ticks slowly.
    private static func settled(_ changed: Timestamp) -> Timestamp? {
        changed.duration(to: .now) > StoreLimits.fileTimeTick ? changed : nil
    }

    /// False when it is no use to go on now.
    private func carryOut(
        _ names: ArraySlice<String>, _ ledger: Ledger, _ tell: (BatchOutcome) throws -> Void
    ) throws -> Bool {
        var (entries, unfit): ([(name: String, command: SpooledCommand)], [(name: String, reason: String)]) = ([], [])
        for name in names {
            switch try spool.read(name) {
            case .command(let command): entries.append((name, command))
            case .unfit(let reason): unfit.append((name, reason))
            case .gone: break
            }
        }
        let (batch, verdicts) = try ledger.drain(entries.map(\.command), at: .now)
        try tell(batch)
        for ((name, command), verdict) in zip(entries, verdicts) {
            switch verdict {
            case .settled: try spool.remove(name)
            case .later: return false
            case .refused(let refusal):
                log.warning("refused from the spool: \(refusal.message)", .command(command.id), .code(refusal.code))
                try spool.setAside(name, because: SpoolRefusal(at: .now, error: refusal))
            }
        }
        return try setAside(unfit, ledger, tell)
    }

    /// Nobody can be written to: a person is told first, so that a kill in between is no silence.
    private func setAside(
        _ unfit: [(name: String, reason: String)], _ ledger: Ledger, _ tell: (BatchOutcome) throws -> Void
    ) throws -> Bool {
        guard !unfit.isEmpty else { return true }
        let (batch, verdicts) = try ledger.alarmOfSpool(at: .now)
        try tell(batch)
        guard !verdicts.contains(.later) else { return false }
        for (name, reason) in unfit {
            log.warning("\(name) in the spool can't be carried out: \(reason)")
            try spool.setAside(name, because: SpoolRefusal(at: .now, error: WireError(.invalid, reason)))
        }
        return true
    }

    private func complain(_ trouble: String) {
        if complaint != trouble { log.error("the spool can't be drained: \(trouble)") }
        complaint = trouble
        rests()
    }

    private func rests() { pause = .now + StoreLimits.spoolPause }
}
