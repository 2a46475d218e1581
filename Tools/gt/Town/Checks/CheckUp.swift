import Host
import TownModel

/// Carries the checks out; with `fix` it repairs what is safe, and looks again: a repair is what the second look says.
struct CheckUp {
    let client: TownClient
    let programs: String
    var checks: [Check] = Check.all

    func run(fix: Bool) async -> (reports: [CheckReport], isStoreAway: Bool) {
        let first = await Examination(client, programs: programs)
        var reports: [CheckReport] = []
        var repaired = false
        for check in checks {
            var report = await look(check, first)
            if fix, !report.isFine, let repair = check.repair {
                // What an earlier repair changed shows only in a new examination.
                let now = repaired ? await Examination(client, programs: programs) : first
                report.repair = await Self.carryOut(repair, now, before: report.findings)
                repaired = true
            }
            reports.append(report)
        }
        guard repaired else { return (reports, first.isStoreAway) }
        let second = await Examination(client, programs: programs)
        for (index, check) in checks.enumerated() {
            let repair = reports[index].repair
            reports[index] = await look(check, second)
            reports[index].repair = repair
        }
        return (reports, second.isStoreAway)
    }

    private func look(_ check: Check, _ examination: Examination) async -> CheckReport {
        var report = CheckReport(check: check.name, why: check.why, findings: [], repair: nil)
        do {
            report.findings = try await check.look(examination)
        } catch {
            let failure = CommandFailure(error)
            report.findings = [
                .unknown(check.name, failure.message, next: failure.hint ?? "gt doctor again when that is put right")
            ]
        }
        return report
    }

    private static func carryOut(
        _ repair: @Sendable (Examination) async throws -> String, _ examination: Examination, before: [Finding]
    ) async -> CheckReport.Repair {
        do {
            return CheckReport.Repair(did: try await repair(examination), problem: nil, before: before)
        } catch {
            return CheckReport.Repair(did: nil, problem: CommandFailure(error).message, before: before)
        }
    }

    /// Nothing broken and nothing unknown is 0: a warning is for reading.
    static func status(_ reports: [CheckReport], isStoreAway: Bool) -> ExitStatus {
        if isStoreAway { return .away }
        let findings = reports.flatMap(\.findings)
        return findings.contains { $0.verdict == .broken || $0.verdict == .unknown } ? .refused : .done
    }
}

extension Check {
    /// In this order: what later checks stand on comes first.
    static let all: [Check] = [
        .programs, .ownPrograms, .layout, .permissions, .socketPath, .disk, .supervisor, .services, .tmux, .store,
        .ledger, .spool, .health, .refusals, .bus, .locks, .stop, .settings, .repositories, .remotes, .guards, .gates,
        .worktrees,
        .sessions,
        .saved, .held, .rings, .files, .people,
    ]
}
