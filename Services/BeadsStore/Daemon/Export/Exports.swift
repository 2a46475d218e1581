import Bus
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import TownModel
import Wire

/// Keeps the town's files of beads near the ledger, on a thread of its own: written when it has been quiet for a moment,
/// committed when it has been quiet for longer, both at once when somebody asks and at the end.
///
/// A quiet town never wakes it. Nothing depends on it: what it could not do it tries again with the next change.
final class Exports: Sendable {
    private struct News {
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
    }

    private let queue = WorkQueue<WaitingQuery>(itemsMax: StoreLimits.exportsWaitingMax)
    private let questions = RepeatedQuestions()
    private let news = Mutex(News())
    private let bus: any BusEndpoint
    private let commits: ExportCommits
    private let log: ServiceLog

    init(bus: any BusEndpoint, commits: ExportCommits, log: ServiceLog) {
        self.bus = bus
        self.commits = commits
        self.log = log
    }

    /// False when there is no room.
    func put(_ query: WaitingQuery) -> Bool { questions.put(query, into: queue, bus) }

    /// Beads have changed.
    func note(at now: ContinuousClock.Instant) {
        let isFirst = news.withLock { news in
            defer { news.last = now }
            guard news.first == nil else { return false }
            news.first = now
            return true
        }
        if isFirst { queue.nudge() }
    }

    /// A thread that ends with `close`, after a last writing and commit.
    func start(
        layout: TownLayout, ports: LedgerPorts, failed: @escaping @Sendable (any Error) -> Void
    ) -> StoreThread {
        StoreThread(.later) { [self] in
            do {
                let connection = try QueryConnection(path: layout.ledger, ports: ports)
                var folder = try ExportFolder(
                    directory: layout.beads, memory: layout.exportMemory, ledger: layout.ledger)
                var commitDue: ContinuousClock.Instant?
                while true {
                    let writeDue = news.withLock { Self.due($0) }
                    let next = [writeDue, commitDue].compactMap(\.self).min()
                    queue.wait(until: next ?? .now.advanced(by: StoreLimits.exportSleep))
                    let piece = queue.takeNow(max: 1)
                    if piece.isClosed, piece.items.isEmpty { break }
                    for query in piece.items {
                        let refusal = try connection.asker(of: query.queued, at: .now).refusal
                        questions.settle(refusal ?? answer(query, &folder, layout), bus)
                        commitDue = nil
                    }
                    if let due = news.withLock({ Self.due($0) }), due <= .now {
                        if write(&folder) != nil { commitDue = .now.advanced(by: StoreLimits.commitAfter) }
                    }
                    if let due = commitDue, due <= .now {
                        commitDue = nil
                        _ = commit(&folder)
                    }
                }
                if news.withLock({ $0.first != nil }) { _ = write(&folder) }
                _ = commit(&folder)
                commits.close()
            } catch {
                commits.close()
                failed(error)
            }
        }
    }

    func close() { queue.close(takers: 1) }

    /// After a moment of quiet, but not for ever while it never is.
    private static func due(_ news: News) -> ContinuousClock.Instant? {
        guard let first = news.first, let last = news.last else { return nil }
        return min(last.advanced(by: StoreLimits.exportQuiet), first.advanced(by: StoreLimits.exportMax))
    }

    /// nil when it could not be done: it is told, and tried again with the next change.
    private func write(_ folder: inout ExportFolder) -> [String: Int]? {
        let before = news.withLock { news in
            defer { news = News() }
            return news
        }
        do {
            let beads = try folder.write(at: .now)
            for path in folder.kept { log.warning("somebody has changed a file of beads: what it was is in \(path)") }
            for path in folder.left {
                log.warning("\(path) has beads and the ledger has none for it: it is left as it is")
            }
            return beads
        } catch {
            news.withLock { if $0.first == nil { $0 = News(first: .now, last: before.last ?? .now) } }
            log.warning("the files of beads could not be written: \(error)")
            return nil
        }
    }

    private func commit(
        _ folder: inout ExportFolder, merging: CommitID? = nil
    ) -> Result<ExportCommits.Committed, HostError> {
        let result = commits.commit(
            message: Self.message(folder.uncommitted, merging: merging), files: folder.names, merging: merging)
        switch result {
        case .success: folder.committed()
        case .failure(let error): log.warning("the files of beads could not be committed: \(error)")
        }
        return result
    }

    /// `hq: 2 new, 1 changed; web: 1 removed`.
    static func message(_ changes: [String: ExportFile.Changes], merging: CommitID? = nil) -> String {
        let parts = changes.sorted { $0.key < $1.key }.compactMap { home, changes -> String? in
            let words = [(changes.added, "new"), (changes.changed, "changed"), (changes.removed, "removed")]
                .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            return words.isEmpty ? nil : "\(home): \(words.joined(separator: ", "))"
        }
        let said = parts.isEmpty ? "Beads as they are" : parts.joined(separator: "; ")
        return merging.map { "Merge \($0.short) of the remote: \(said)" } ?? said
    }

    private func answer(
        _ query: WaitingQuery, _ folder: inout ExportFolder, _ layout: TownLayout
    ) -> Answer {
        let headers = AnswerHeaders(sequence: 0, epoch: 0)
        let sync: BeadSync
        do throws(WireError) {
            sync = try JSONText.decode(BeadSync.self, from: query.request.body)
        } catch {
            return Answer(id: query.request.id, headers: headers, result: .error(error))
        }
        let begin = ContinuousClock.now
        guard let beads = write(&folder) else {
            return Answer(
                id: query.request.id, headers: headers,
                result: .error(
                    WireError(
                        .conflict, "the files of beads could not be written", about: layout.beads,
                        hint: "gt logs beads-store says why")))
        }
        let took = Double(begin.duration(to: .now) / .microseconds(1)) / 1000
        switch commit(&folder, merging: sync.merging) {
        case .success(let made):
            let blobs = made.blobs.map { (ExportFolder.home(ofFile: $0.key), $0.value) }
            let facts = SyncFacts(
                directory: layout.beads, beads: beads, commit: made.commit?.text, head: made.head,
                blobs: Dictionary(blobs) { $1 }, kept: folder.kept, writeMilliseconds: took)
            return Answer(id: query.request.id, headers: headers, result: .ok(JSONText.encode(facts)))
        case .failure(let error):
            return Answer(
                id: query.request.id, headers: headers,
                result: .error(
                    WireError(
                        .conflict, "the files are written, but not committed: \(error)", about: layout.beads,
                        hint: "look at the repository in \(layout.beads)")))
        }
    }
}
