import Dispatch
import Host
import Synchronization
import TownModel

/// Commits for a thread that may block: git is run by a task, the thread waits for what it said.
final class ExportCommits: Sendable {
    private struct Order: Sendable {
        var message: String
        /// Names of files in the directory.
        var files: [String]
        var merging: CommitID?
        var answer: Waiting
    }

    /// What is committed now.
    struct Committed: Sendable {
        /// nil: the last one says it all.
        var commit: CommitID?
        /// nil: nothing was ever committed.
        var head: CommitID?
        /// git's ids of the files, by their names.
        var blobs: [String: String]
    }

    /// One answer from a task to a thread.
    private final class Waiting: Sendable {
        private let result = Mutex<Result<Committed, HostError>?>(nil)
        private let arrived = DispatchSemaphore(value: 0)

        func give(_ result: Result<Committed, HostError>) {
            self.result.withLock { $0 = result }
            arrived.signal()
        }

        func take() -> Result<Committed, HostError> {
            arrived.wait()
            guard let result = result.withLock(\.self) else { preconditionFailure("a signal without a result") }
            return result
        }
    }

    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation
    private let directory: String

    init(directory: String) {
        self.directory = directory
        (orders, order) = AsyncStream.makeStream(of: Order.self)
    }

    /// Waits. These files are in the commit, as they lie there; nothing else of the directory is looked at.
    ///
    /// - Parameter merging: a remote's commit that has been merged: its child, and has the files of others that are in it.
    func commit(message: String, files: [String], merging: CommitID? = nil) -> Result<Committed, HostError> {
        let waiting = Waiting()
        order.yield(Order(message: message, files: files, merging: merging, answer: waiting))
        return waiting.take()
    }

    func close() { order.finish() }

    /// Runs git for as long as anybody orders.
    func serve() async {
        for await order in orders {
            do throws(HostError) {
                order.answer.give(.success(try await carryOut(order)))
            } catch {
                order.answer.give(.failure(error))
            }
        }
    }

    private func carryOut(_ order: Order) async throws(HostError) -> Committed {
        let git = Git(repository: directory)
        if !Files.exists("\(directory)/.git") { try await Git.makeRepository(at: directory) }
        guard let branch = try await git.headBranch() else {
            throw .unreadable(path: directory, reason: "its HEAD names no branch: git -C \(directory) switch main")
        }
        let blobs = try await git.writeBlobs(order.files.map { "\(directory)/\($0)" })
        let files = Dictionary(zip(order.files, blobs)) { $1 }
        let made = try await git.commit(files: files, on: branch, joining: order.merging, message: order.message)
        if made != nil { try await git.settleIndex() }
        return Committed(commit: made?.commit, head: made?.head, blobs: files)
    }
}
