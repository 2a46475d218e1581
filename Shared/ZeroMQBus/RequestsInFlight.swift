import Bus
import TownModel

/// What each peer waits for: one that asks for more at a time than it may is told to wait, so that nobody can fill the
/// store's queues alone.
struct RequestsInFlight {
    private var byRoute: [PeerRoute: Set<CommandID>] = [:]

    /// False: this peer has as much under way as it may. The same request again is none more.
    mutating func admit(_ id: CommandID, from route: PeerRoute) -> Bool {
        var waiting = byRoute[route] ?? []
        guard !waiting.contains(id) else { return true }
        guard waiting.count < ZeroMQLimits.inFlightMax else { return false }
        // A peer that left before its answer is never heard of again: rather than forever, all are forgotten at once.
        if byRoute.count >= ZeroMQLimits.peersRememberedMax { byRoute = [:] }
        waiting.insert(id)
        byRoute[route] = waiting
        return true
    }

    mutating func answered(_ id: CommandID, to route: PeerRoute) {
        byRoute[route]?.remove(id)
        if byRoute[route]?.isEmpty == true { byRoute[route] = nil }
    }
}
