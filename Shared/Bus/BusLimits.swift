/// The limits and defaults of every bus, whatever carries it.
package enum BusLimits {
    /// Wait before a request is sent again: short at first, because a request lost at a reconnect costs its caller
    /// nothing but this.
    package static let retryFirst: Duration = .milliseconds(50)
    /// The longest wait between two sendings: a store that was away is found again within it.
    package static let retryMax: Duration = .seconds(2)
    /// Items that wait for a slow listener; beyond them it loses, and catches up from the log in pages.
    package static let listenerItemsMax = 2_000
    /// How long one page of the log may take before the feed says that the store is away.
    package static let pageWait: Duration = .seconds(2)
}
