import LedgerStorage
import Synchronization

/// Copies the write-ahead log back beside the writer, on a thread and a connection of its own: never inside a commit,
/// where it would be the slowest hundredth of all commands.
final class Checkpoints: Sendable {
    private let orders = WorkQueue<Void>(itemsMax: 1)
    /// Of the log at the last one.
    private let lastPages = Atomic<Int>(0)

    /// A thread that opens the ledger itself and ends with `close`.
    func start(path: String, failed: @escaping @Sendable (any Error) -> Void) -> StoreThread {
        let orders = orders
        return StoreThread {
            do {
                let checkpointer = try LedgerCheckpointer(path: path)
                while true {
                    let piece = orders.take(max: 1)
                    if piece.isClosed { return }
                    // Readers in the way are no failure: the writer's ceiling comes after this.
                    _ = try checkpointer.checkpoint()
                }
            } catch {
                failed(error)
            }
        }
    }

    /// Whether the log grew by a checkpoint's worth since the last one.
    func isWanted(at pages: Int) -> Bool {
        let last = lastPages.load(ordering: .relaxed)
        // Fewer than then: the log began anew.
        guard pages - (pages < last ? 0 : last) >= LedgerLimits.checkpointPages else { return false }
        lastPages.store(pages, ordering: .relaxed)
        return true
    }

    /// One that is waiting already will do.
    func wanted() { _ = orders.put(()) }

    func close() { orders.close(takers: 1) }
}
