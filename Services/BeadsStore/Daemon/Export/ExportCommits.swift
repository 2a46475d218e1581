import Dispatch
import Host
import Synchronization
import TownModel

/// Commits for a thread that may block: git is run by a task, the thread waits for what it said.
final class ExportCommits: Sendable {
    private struct Order: Sendable {
        var message: String
        var answer: Waiting
    }

    /// One answer from a task to a thread.
    private final class Waiting: Sendable {
        private let result = Mutex<Result<CommitID?, HostError>?>(nil)
        private let arrived = DispatchSemaphore(value: 0)

        func give(_ result: Result<CommitID?, HostError>) {
            self.result.withLock { $0 = result }
            arrived.signal()
        }

        func take() -> Result<CommitID?, HostError> {
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

    /// Waits. nil: there was nothing to commit.
    func commit(message: String) -> Result<CommitID?, HostError> {
        let waiting = Waiting()
        order.yield(Order(message: message, answer: waiting))
        return waiting.take()
    }

    func close() { order.finish() }

    /// Runs git for as long as anybody orders.
    func serve() async {
        let git = Git(repository: directory)
        for await order in orders {
            do throws(HostError) {
                if !Files.exists("\(directory)/.git") { try await Git.makeRepository(at: directory) }
                order.answer.give(
                    .success(
                        try await git.commitAll(
                            in: directory, message: order.message,
                            author: GitPerson(name: "Gas Town", email: "gastown@localhost"))))
            } catch {
                order.answer.give(.failure(error))
            }
        }
    }
}
