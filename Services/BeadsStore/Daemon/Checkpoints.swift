import LedgerStorage

/// Copies the write-ahead log back beside the writer, on a thread and a connection of its own: never inside a commit,
/// where it would be the slowest hundredth of all commands.
final class Checkpoints {
    private let orders = WorkQueue<Void>(itemsMax: 1)
    private var lastPages = 0

    /// A thread that opens the ledger itself and ends with `close`.
    func start(path: String, failed: @escaping @Sendable (any Error) -> Void) -> StoreThread {
        let orders = orders
        return StoreThread {
            do {
                let checkpointer = try LedgerCheckpointer(path: path)
                while true {
                    let piece = orders.take(max: 1, until: nil)
                    if piece.isClosed { return }
                    // Readers in the way are no failure: the writer's ceiling comes after this.
                    _ = checkpointer.checkpoint()
                }
            } catch {
                failed(error)
            }
        }
    }

    /// Whether the log grew by a checkpoint's worth since the last one.
    func isWanted(at pages: Int) -> Bool {
        if pages < lastPages { lastPages = 0 }
        guard pages - lastPages >= LedgerLimits.checkpointPages else { return false }
        lastPages = pages
        return true
    }

    /// One that is waiting already will do.
    func wanted() { _ = orders.put(()) }

    func close() { orders.close(takers: 1) }
}
