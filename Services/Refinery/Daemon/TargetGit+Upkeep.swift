import Host
package import RefineryCore
package import TownModel

// The clone's daily upkeep. Nobody else collects garbage in it; being killed anywhere in here loses nothing: each ref goes
// by itself, git's own collection adds before it removes, and the mark is set when all is done.
extension TargetGit {
    package func maintain(
        target: String, hasRemote: Bool, sparing open: Set<CommitID>, at now: Timestamp
    ) async -> UpkeepReport {
        if let due = nextUpkeep(at: now) { return .done(next: due) }
        do throws(HostError) {
            let submitted = try await git.refs(under: Self.submitted).map {
                SubmittedHead(ref: $0.name, head: $0.commit)
            }
            let landed = try await landings(on: target, hasRemote: hasRemote)
            for head in SubmittedRefs.removable(submitted, landed: landed, sparing: open, at: now) {
                try await git.deleteRef(head.ref, at: head.head)
            }
            guard try await git.collectGarbage(olderThanDays: HandsLimits.garbageDays) else {
                return .done(next: now.advanced(by: HandsLimits.upkeepElsewhere))
            }
            try Files.writeAtomically("\(now.milliseconds)\n", to: upkeepMark)
            return .done(next: now.advanced(by: HandsLimits.upkeepPause))
        } catch {
            return .failed(reason: error.description)
        }
    }

    package func upkeepDue() async -> Timestamp? {
        let now = Timestamp.now
        guard let last = lastUpkeep, last <= now else { return now }
        let due = last.advanced(by: HandsLimits.upkeepPause)
        return due <= now ? due : nil
    }

    private static let submitted = "refs/gt/submitted"
    /// When it was done last.
    private var upkeepMark: String { "\(git.repository)/gt-upkeep" }

    /// nil: now, also when the mark is of a later moment.
    private func nextUpkeep(at now: Timestamp) -> Timestamp? {
        guard let last = lastUpkeep else { return nil }
        let due = last.advanced(by: HandsLimits.upkeepPause)
        return last <= now && now < due ? due : nil
    }

    private var lastUpkeep: Timestamp? {
        // A mark that can't be read is none: once too often harms nothing.
        guard let text = try? Files.readText(upkeepMark) else { return nil }
        return Int64(text.trimmed).map { Timestamp(milliseconds: $0) }
    }

    /// By head of a request, when it landed: from the commits of ours that the targets have now.
    private func landings(on target: String, hasRemote: Bool) async throws(HostError) -> [CommitID: Timestamp] {
        let root = "refs/gt/landed/"
        var targets = Set([target])
        for ref in try await git.refs(under: root) { targets.insert(String(ref.name.dropFirst(root.count))) }
        var landed: [CommitID: Timestamp] = [:]
        for target in targets.sorted() {
            let truth = hasRemote ? Self.tracking(target) : Self.branch(target)
            guard let tip = try await git.commit(truth) else { continue }
            let commits = try await git.log(
                tip.text, mentioning: "\(LandingMark.request): ", limit: HandsLimits.landingsMax)
            for commit in commits where commit.committer.email == LandingMark.committer {
                guard let moment = commit.committer.moment else { continue }
                for head in commit.broughtIn { landed[head] = max(landed[head] ?? moment, moment) }
            }
        }
        return landed
    }
}

extension GitPerson {
    /// From git's raw date: `<seconds> <offset>`.
    fileprivate var moment: Timestamp? {
        date.flatMap { Int64($0.prefix { $0 != " " }) }.map { Timestamp(milliseconds: $0 * 1000) }
    }
}

extension GitCommit {
    /// Heads of the requests that this landing of ours brought in.
    fileprivate var broughtIn: [CommitID] {
        parents.dropFirst() + trailers.filter { $0.key == LandingMark.head }.compactMap { CommitID($0.value) }
    }
}
