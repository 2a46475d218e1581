import Bus
import CZeroMQ
import TownModel

/// Before anybody is let in over TCP: a visitor with a key that nobody knows must be refused, at both sockets.
///
/// Three of the four ways to set up ZAP let everybody in without a word; so it is tried out, not believed.
enum DoorTrial {
    static func run(_ context: Context, _ listening: RemoteListening, _ gatekeeper: Gatekeeper) throws(BusError) {
        for (kind, address) in [(ZMQ_DEALER, listening.requests), (ZMQ_SUB, listening.feed)] {
            let endpoint = address.fromHere.text
            let isRefused: Bool
            do throws(ZeroMQFailure) {
                isRefused = try Self.isRefused(context, kind, endpoint, listening, gatekeeper)
            } catch {
                throw error.busError
            }
            guard isRefused else {
                throw .transport("\(endpoint) did not refuse a key that nobody knows: it is not opened to anybody")
            }
        }
    }

    private static func isRefused(
        _ context: Context, _ kind: Int32, _ endpoint: String, _ listening: RemoteListening, _ gatekeeper: Gatekeeper
    ) throws(ZeroMQFailure) -> Bool {
        let secret: CurveSecret
        do throws(CurveUnavailable) {
            secret = try CurveSecret.fresh()
        } catch {
            throw ZeroMQFailure("zmq_curve_keypair")
        }
        let stranger = CurveIdentity(town: listening.secret.publicKey, secret: secret)
        let options =
            kind == ZMQ_SUB ? SocketOptions.remoteSubscriber(stranger) : SocketOptions.remoteDealer(stranger)
        let visitor = try Socket(context, kind, options)
        let monitor = try Monitor(context, visitor, name: "trial-\(kind)")
        try visitor.connect(endpoint)
        let deadline = ContinuousClock.now + ZeroMQLimits.trialMax
        while ContinuousClock.now < deadline {
            gatekeeper.turn()
            if let event = monitor.next() { return event == .denied }
            var poller = Poller()
            poller.add(gatekeeper.socket)
            poller.add(monitor.pair)
            try poller.wait(until: deadline)
        }
        return false
    }
}
