import Bus
import Host
import ZeroMQBus

/// How a command reaches its town.
enum TownConnection {
    static func open(_ layout: TownLayout) throws(BusError) -> any MessageBus {
        try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
    }
}
