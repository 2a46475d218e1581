package import Bus
import Dispatch
import Glibc
import Synchronization
package import TownModel
internal import Wire

/// The store's end of the bus over libzmq: a ROUTER for requests, an XPUB for the feed, one thread for both.
package final class ZeroMQEndpoint: BusEndpoint {
    private enum State: Sendable {
        case idle
        case running(Mailbox<EndpointOrder>, lock: Int32, ended: DispatchSemaphore)
        case stopped
    }

    private let requestEndpoint: String
    private let feedEndpoint: String
    private let lockPath: String
    private let user: UInt32
    private let notice: @Sendable (EndpointNotice) -> Void
    private let state = Mutex(State.idle)
    package let counters = EndpointCounters()

    /// `lockPath`: the file whose lock makes this the only store; it must not be removed while anybody may hold it.
    /// `user`: the one whose processes are served. `notice`: told, on the bus's own thread, of what a person should know.
    package init(
        requestEndpoint: String, feedEndpoint: String, lockPath: String, user: UInt32 = getuid(),
        notice: @escaping @Sendable (EndpointNotice) -> Void = { _ in }
    ) {
        self.requestEndpoint = requestEndpoint
        self.feedEndpoint = feedEndpoint
        self.lockPath = lockPath
        self.user = user
        self.notice = notice
    }

    deinit { stop() }

    package func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError) {
        if let complaint = Context.versionComplaint() { throw .transport(complaint) }
        let requests = try SocketPath(requestEndpoint)
        let feed = try SocketPath(feedEndpoint)
        let descriptorsMax = try EndpointGuard.raiseDescriptorLimit()
        for directory in Set([requests.directory, feed.directory]) {
            try EndpointGuard.prepareDirectory(directory)
        }
        // The lock comes first: from here on nobody else binds.
        let lock = try EndpointGuard.lock(lockPath)
        do throws(BusError) {
            try requests.checkFree()
            try feed.checkFree()
            try run(requests, feed, lock: lock, descriptorsMax: descriptorsMax, receive)
        } catch {
            state.withLock { $0 = .idle }
            Glibc.close(lock)
            throw error
        }
    }

    /// Starts the pump and waits until it has bound.
    private func run(
        _ requests: SocketPath, _ feed: SocketPath, lock: Int32, descriptorsMax: Int,
        _ receive: @escaping @Sendable (Delivery) -> Void
    ) throws(BusError) {
        let bound = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        let complaint = StartComplaint()
        do throws(ZeroMQFailure) {
            let mailbox = try Mailbox<EndpointOrder>()
            // Before the pump runs: the first request may be answered before this function returns.
            state.withLock { $0 = .running(mailbox, lock: lock, ended: ended) }
            try PumpThread.start { [user, counters, notice] in
                do throws(ZeroMQFailure) {
                    let pump = try EndpointPump(
                        mailbox, requests: requests, feed: feed, user: user, descriptorsMax: descriptorsMax,
                        counters: counters, notice: notice, receive: receive)
                    bound.signal()
                    do throws(ZeroMQFailure) { try pump.run() } catch { notice(.ended("\(error)")) }
                } catch {
                    complaint.set(error)
                    bound.signal()
                }
                _ = mailbox.end(.closed)
                ended.signal()
            }
            bound.wait()
            if let failure = complaint.value { throw failure }
        } catch {
            throw error.busError
        }
    }

    package func send(_ words: [EndpointWord]) {
        guard case .running(let mailbox, _, _) = state.withLock({ $0 }) else { return }
        // Refused after the end only: then there is nobody left to tell.
        _ = mailbox.post(words.compactMap(order))
    }

    private func order(_ word: EndpointWord) -> EndpointOrder? {
        switch word {
        case .answer(let answer, let route): return .answer(frames: answer.sendableFrames, answer.id, to: route)
        case .publish(let topic, let bytes):
            guard isPublishable(topic: topic, bytes: bytes) else {
                counters.count(\.unpublishable)
                return nil
            }
            return .publish(topic: Array(topic.utf8), bytes: bytes)
        }
    }

    /// Lets other machines in, who prove with a key that they are on the list. Waits until the addresses are taken, and
    /// it was tried out that nobody else comes in; throws `transport` otherwise. Once, after `start`.
    package func openDoor(_ listening: RemoteListening) throws(BusError) {
        guard case .running(let mailbox, _, _) = state.withLock({ $0 }) else { throw .closed }
        let opened = DispatchSemaphore(value: 0)
        let complaint = Mutex<BusError?>(nil)
        let order = EndpointOrder.openDoor(listening) { error in
            complaint.withLock { $0 = error }
            opened.signal()
        }
        if let error = mailbox.post(order) { throw error }
        opened.wait()
        if let error = complaint.withLock({ $0 }) { throw error }
    }

    /// From now on these keys are let in. Whoever has lost a right is cut off and let in again without it, or not at all.
    package func allow(_ keys: [RemoteKey]) {
        guard case .running(let mailbox, _, _) = state.withLock({ $0 }) else { return }
        // Refused after the end only: then nobody is let in at all.
        _ = mailbox.post(.allow(keys))
    }

    package func stop() {
        let last = state.withLock { state in
            defer { state = .stopped }
            return state
        }
        guard case .running(let mailbox, let lock, let ended) = last else { return }
        _ = mailbox.post(.stop)
        // A pump that does not end in time ends with the process; its lock must not go before it.
        if ended.wait(timeout: .now() + .seconds(Int(ZeroMQLimits.stopWait.components.seconds))) == .success {
            Glibc.close(lock)
        }
    }
}

/// What an endpoint tells of itself.
package enum EndpointNotice: Hashable, Sendable {
    /// There are nearly as many descriptors open as the kernel allows: nobody more is let in.
    case crowded(descriptors: Int, limit: Int)
    case roomAgain(descriptors: Int)
    /// There is room again, but the addresses can't be taken: it is tried again every second.
    case doorsStayClosed(String)
    /// The bus's thread has ended though nobody told it to: nothing more is heard or answered.
    case ended(String)
}

/// Carries a failed start from the pump's thread to its starter.
private final class StartComplaint: Sendable {
    private let state = Mutex<ZeroMQFailure?>(nil)

    var value: ZeroMQFailure? { state.withLock { $0 } }

    func set(_ failure: ZeroMQFailure) { state.withLock { $0 = failure } }
}
