import Host
import TownModel
import Wire

/// The files of beads up to the ledger, and the ledger and every shared branch up to each other.
struct BeadsSync {
    let client: TownClient
    let call: Invocation
    /// Writes and commits, and asks no remote.
    var isLocal = false
    var isAnew = false
    var pushes = true

    func run() async throws -> SyncReport {
        // The local part is done whatever the remotes say.
        let facts = try await client.query(BeadSync(), within: CommandLimits.backupWait)
        var report = SyncReport(facts: facts, branches: [])
        guard !isLocal else { return report }
        if try await client.query(WhoAmI()).actor?.isWorker == true {
            call.note("files written and committed; sharing them with a remote is not for workers")
            return report
        }
        let town = try await SharedBranch.ofTown(client.layout)
        if let town { await run(town, &report) }
        for rig in try await client.query(RigList()).rigs where rig.state != .removed {
            guard let branch = rig.settings.beadsBranch else { continue }
            do {
                await run(try await SharedBranch.of(rig, branch, client.layout), &report)
            } catch {
                var failed = SyncedBranch(name: rig.name.text, branch: branch)
                failed.problem = CommandFailure(error)
                report.branches.append(failed)
            }
        }
        // What came by a rig's branch goes to the town's remote too.
        let hasNews = report.branches.dropFirst(town == nil ? 0 : 1).contains(where: \.hasNews)
        if let town, hasNews, report.branches[0].problem == nil {
            let first = report.branches.removeFirst()
            await run(town, &report)
            var last = report.branches.removeLast()
            last.merged.merge(first.merged) { one, other in
                var both = other
                both.add(one)
                return both
            }
            last.gone = first.gone + last.gone
            if last.outcome == .same { last.outcome = first.outcome }
            report.branches.insert(last, at: 0)
        }
        return report
    }

    private func run(_ shared: SharedBranch, _ report: inout SyncReport) async {
        let (branch, facts) = await BranchSync(
            client: client, call: call, shared: shared, isAnew: isAnew, pushes: pushes
        ).run()
        report.branches.append(branch)
        guard let facts else { return }
        // A commit of this run is news, also when the last look made none.
        let commit = facts.commit ?? report.facts.commit
        report.facts = facts
        report.facts.commit = commit
    }
}
