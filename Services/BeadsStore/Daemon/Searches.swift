import Bus
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import TownModel
import Wire

/// Answers searches on a thread of its own, and keeps the index of words near the ledger while a town is at work.
///
/// The thread wakes for a question, and once some time after something has changed; a quiet town never wakes it.
final class Searches: Sendable {
    private let queue = WorkQueue<WaitingQuery>(itemsMax: StoreLimits.queriesWaitingMax)
    private let hasNews = Mutex(false)
    private let bus: any BusEndpoint

    init(bus: any BusEndpoint) { self.bus = bus }

    /// False when there is no room.
    func put(_ query: WaitingQuery) -> Bool { queue.put(query) }

    /// Beads have changed.
    func note() {
        let isFirst = hasNews.withLock { news in
            defer { news = true }
            return !news
        }
        if isFirst { queue.nudge() }
    }

    /// A thread that ends with `close`.
    func start(
        layout: TownLayout, ports: LedgerPorts, hearing: Hearing, failed: @escaping @Sendable (any Error) -> Void
    ) -> StoreThread {
        StoreThread(.later) { [self] in
            do {
                let index = try Self.index(layout.searchIndex)
                let connection = try QueryConnection(path: layout.ledger, ports: ports, index: index)
                while true {
                    let rest = hasNews.withLock(\.self) ? StoreLimits.searchRest : StoreLimits.searchSleep
                    queue.wait(until: .now.advanced(by: rest))
                    let piece = queue.takeNow(max: 1)
                    if piece.isClosed { return }
                    for query in piece.items {
                        bus.answer(try connection.answer(query.queued, memory: hearing.now, at: .now), to: query.route)
                    }
                    let isDue = piece.items.isEmpty && rest == StoreLimits.searchRest
                    if isDue,
                        hasNews.withLock({ news in
                            defer { news = false }; return news
                        })
                    {
                        try connection.catchUp(at: .now)
                    }
                }
            } catch {
                failed(error)
            }
        }
    }

    func close() { queue.close(takers: 1) }

    /// One that can't be used is made anew: it has nothing that the ledger has not.
    private static func index(_ path: String) throws -> SearchIndex {
        do {
            return try SearchIndex(path: path)
        } catch {
            for end in ["", "-wal", "-shm"] { try Files.removeTree(path + end) }
            return try SearchIndex(path: path)
        }
    }
}
