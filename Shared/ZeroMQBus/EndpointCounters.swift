import Synchronization

/// What an endpoint has dropped since its start: garbage is ignored, but not unseen.
package final class EndpointCounters: Sendable {
    package struct Values: Hashable, Sendable {
        /// Messages that were no requests.
        package var malformed = 0
        /// Messages of other users' processes, or of peers that the kernel did not name.
        package var strangers = 0
        /// Answers to peers that had gone or did not read.
        package var droppedAnswers = 0
        /// Events and signals over a limit.
        package var unpublishable = 0
        /// Requests of peers that had too many under way.
        package var busy = 0
        /// Connections taken since the start.
        package var accepted = 0
        /// Connections that could not be taken.
        package var acceptsFailed = 0
        /// Those over TCP whose key is not on the list.
        package var refusedKeys = 0
        /// Those who spoke something else than the protocol, or not encrypted.
        package var failedHandshakes = 0
        /// Subscriptions that libzmq did not take.
        package var badSubscriptions = 0
        /// Times that a TCP address was not free yet.
        package var bindRetries = 0
        /// Times that the doors were closed for want of descriptors.
        package var crowds = 0
        /// Open descriptors at the last count, and how many the kernel allows.
        package var descriptors = 0
        package var descriptorsMax = 0
    }

    private let state = Mutex(Values())

    package var values: Values { state.withLock { $0 } }

    func count(_ what: any WritableKeyPath<Values, Int> & Sendable) { state.withLock { $0[keyPath: what] += 1 } }

    func count(_ event: DoorMonitor.Event) {
        switch event {
        case .accepted: count(\.accepted)
        case .acceptFailed: count(\.acceptsFailed)
        case .refused: count(\.refusedKeys)
        case .failed: count(\.failedHandshakes)
        }
    }

    func note(descriptors: Int, of limit: Int) {
        state.withLock {
            $0.descriptors = descriptors
            $0.descriptorsMax = limit
        }
    }
}
