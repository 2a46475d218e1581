package import Bus
import CZeroMQ
import Synchronization
package import TownModel
package import Wire

/// A client of the town's bus over libzmq.
///
/// Costs one thread (and libzmq's two) from the start, so that the connection is made while the caller still prepares
/// its first request; a feed's socket only once somebody listens.
package final class ZeroMQBus: MessageBus {
    private let mailbox: Mailbox<ClientOrder>
    private let numbers = Atomic<UInt64>(0)
    private let listenerItemsMax: Int

    /// A town on another machine, over TCP. Throws as the other.
    package convenience init(
        requests: TCPAddress, feed: TCPAddress, identity: CurveIdentity,
        listenerItemsMax: Int = BusLimits.listenerItemsMax
    ) throws(BusError) {
        try self.init(ClientPlaces(requests: requests, feed: feed, identity), listenerItemsMax)
    }

    /// Both endpoints are `ipc://` paths. Throws `transport` for anything else, and when the process has no threads or
    /// descriptors left. A store that is not there is no error here: requests wait for it.
    package convenience init(
        requestEndpoint: String, feedEndpoint: String, listenerItemsMax: Int = BusLimits.listenerItemsMax
    ) throws(BusError) {
        try self.init(ClientPlaces(requestEndpoint, feedEndpoint), listenerItemsMax)
    }

    private init(_ places: ClientPlaces, _ listenerItemsMax: Int) throws(BusError) {
        if let complaint = Context.versionComplaint() { throw .transport(complaint) }
        self.listenerItemsMax = listenerItemsMax
        do {
            let mailbox = try Mailbox<ClientOrder>()
            try PumpThread.start { ClientPump.run(mailbox, places) }
            self.mailbox = mailbox
        } catch {
            throw error.busError
        }
    }

    /// A bus that was never closed ends with its last user.
    deinit { _ = mailbox.post(.close(done: nil)) }

    package func request(_ request: Request, within limit: Duration) async throws(BusError) -> Answer {
        let frames = request.frames
        if let refusal = request.refusal(ofFrames: frames) { return refusal }
        let ticket = numbers.add(1, ordering: .relaxed).newValue
        let deadline = ContinuousClock.now + limit
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                let order = RequestOrder(frames: frames, deadline: deadline, caller: caller)
                if let error = mailbox.post(.request(ticket: ticket, order)) {
                    caller.resume(returning: .failure(error))
                } else if Task.isCancelled {
                    // The handler below may have run before there was anything to cancel.
                    _ = mailbox.post(.cancel(ticket: ticket))
                }
            }
        } onCancel: {
            _ = mailbox.post(.cancel(ticket: ticket))
        }
        let answer = try outcome.get()
        do {
            return try Answer(frames: answer)
        } catch {
            throw .transport("the store's answer can't be read: \(error.message)")
        }
    }

    package func signal(_ request: Request) {
        let frames = request.frames
        guard request.refusal(ofFrames: frames) == nil else { return }
        _ = mailbox.post(.signal(frames: frames, until: .now + ZeroMQLimits.signalWait))
    }

    package func listen(to filter: FeedFilter) async throws(BusError) -> AsyncStream<LiveItem> {
        let (stream, items) = AsyncStream.makeStream(
            of: LiveItem.self, bufferingPolicy: .bufferingOldest(listenerItemsMax))
        let id = ListenerID(number: Int(numbers.add(1, ordering: .relaxed).newValue))
        items.onTermination = { [mailbox] _ in _ = mailbox.post(.unlisten(id)) }
        let error = await withCheckedContinuation { ready in
            let order = ListenOrder(id: id, filter: filter, items: items, ready: ready)
            if let error = mailbox.post(.listen(order)) { ready.resume(returning: error) }
        }
        if let error { throw error }
        return stream
    }

    package func close() async {
        await withCheckedContinuation { done in
            // Refused when the pump has ended already: closed is what was wanted.
            if mailbox.post(.close(done: done)) != nil { done.resume() }
        }
    }
}
