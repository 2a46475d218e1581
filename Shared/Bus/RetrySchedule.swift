/// When a request is sent again while the store is silent: 50 ms, doubling to 2 s.
package struct RetrySchedule: Hashable, Sendable {
    private var wait: Duration

    package init() { wait = BusLimits.retryFirst }

    /// The wait before the next sending.
    package mutating func next() -> Duration {
        defer { wait = min(wait * 2, BusLimits.retryMax) }
        return wait
    }
}
