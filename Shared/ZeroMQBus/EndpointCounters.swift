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
    }

    private let state = Mutex(Values())

    package var values: Values { state.withLock { $0 } }

    func count(_ what: any WritableKeyPath<Values, Int> & Sendable) { state.withLock { $0[keyPath: what] += 1 } }
}
