import Dispatch
import Synchronization
import Wire

/// The bus within one process: any number of clients, one store. For tests and simulated towns.
///
/// It behaves like the real one: messages go through their frames, requests are repeated while the store is silent,
/// listeners are bounded. Its one serial queue stands for the bus's own thread.
package final class InMemoryBus: Sendable {
    struct Waiter: Sendable {
        let client: UInt64
        let request: Request
        let frames: [[UInt8]]
        let deadline: ContinuousClock.Instant
        var schedule = RetrySchedule()
        let continuation: CheckedContinuation<Result<Answer, BusError>, Never>
    }

    struct State: Sendable {
        var lastNumber: UInt64 = 0
        /// The client each listener belongs to.
        var owners: [ListenerID: UInt64] = [:]
        var listeners = LiveListeners()
        var waiters: [UInt64: Waiter] = [:]
        var closedClients: Set<UInt64> = []
        var store: (number: UInt64, receive: @Sendable (Delivery) -> Void)?

        mutating func nextNumber() -> UInt64 {
            lastNumber += 1
            return lastNumber
        }
    }

    let state = Mutex(State())
    let queue = DispatchQueue(label: "gastown.in-memory-bus")

    package init() {}

    /// A new client. The credentials are what the store is told of its process.
    package func client(
        _ peer: PeerCredentials = PeerCredentials(), listenerItemsMax: Int = BusLimits.listenerItemsMax
    ) -> InMemoryClient {
        InMemoryClient(
            bus: self, number: state.withLock { $0.nextNumber() }, peer: peer, listenerItemsMax: listenerItemsMax)
    }

    /// The store's end. Several may be made; one at a time can be started.
    package func endpoint() -> InMemoryEndpoint {
        InMemoryEndpoint(bus: self, number: state.withLock { $0.nextNumber() })
    }
}
