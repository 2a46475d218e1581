import Wire

/// Names one listener of a bus.
package struct ListenerID: Hashable, Sendable {
    let number: Int

    package init(number: Int) { self.number = number }
}

/// Those who listen in this process, each with a bounded buffer: a slow one loses, and is told so.
///
/// Continuations are finished by the caller, outside its lock: finishing calls back into the bus.
package struct LiveListeners: Sendable {
    private struct Listener: Sendable {
        let filter: FeedFilter
        let items: AsyncStream<LiveItem>.Continuation
        /// Something did not fit: the next item that fits is preceded by `reconnected`.
        var hasLost = false

        mutating func offer(_ item: LiveItem) {
            if hasLost {
                guard case .enqueued = items.yield(.reconnected) else { return }
                hasLost = false
            }
            if case .dropped = items.yield(item) { hasLost = true }
        }
    }

    private var listeners: [ListenerID: Listener] = [:]

    package init() {}

    package var isEmpty: Bool { listeners.isEmpty }

    package mutating func add(_ id: ListenerID, _ filter: FeedFilter, _ items: AsyncStream<LiveItem>.Continuation) {
        listeners[id] = Listener(filter: filter, items: items)
    }

    /// What the removed listener had asked for, with its continuation to finish.
    package mutating func remove(_ id: ListenerID) -> (filter: FeedFilter, items: AsyncStream<LiveItem>.Continuation)? {
        listeners.removeValue(forKey: id).map { ($0.filter, $0.items) }
    }

    package mutating func removeAll() -> [AsyncStream<LiveItem>.Continuation] {
        defer { listeners = [:] }
        return listeners.values.map(\.items)
    }

    /// Hands a published message to whom it concerns. One that can't be read counts as lost.
    package mutating func publish(topic: String, bytes: [UInt8]) {
        let item = LiveItem(topic: topic, bytes: bytes)
        for id in listeners.keys where listeners[id]?.filter.accepts(topic: topic) == true {
            if let item {
                listeners[id]?.offer(item)
            } else {
                listeners[id]?.hasLost = true
            }
        }
    }

    /// Tells everybody about the connection itself, except those named.
    package mutating func tell(_ item: LiveItem, except: Set<ListenerID> = []) {
        for id in listeners.keys where !except.contains(id) { listeners[id]?.offer(item) }
    }

    package mutating func tell(_ item: LiveItem, only id: ListenerID) { listeners[id]?.offer(item) }
}

extension LiveItem {
    /// nil when the bytes are not what the topic promises.
    package init?(topic: String, bytes: [UInt8]) {
        do {
            if FeedHead.isTopic(topic) {
                self = .head(try JSONText.decode(FeedHead.self, from: bytes))
            } else if topic.hasPrefix("~") {
                self = .signal(topic: topic, bytes: bytes)
            } else {
                self = .event(try CloudEvent.position(bytes), bytes: bytes)
            }
        } catch {
            return nil
        }
    }
}
