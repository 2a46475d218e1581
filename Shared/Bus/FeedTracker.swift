package import TownModel
package import Wire

/// What a reader of the log has had and what it lacks: decides what is delivered and when pages are fetched.
///
/// Pure. The rule it keeps: everything up to `cursor` was delivered, in order, once. What is published live moves the
/// cursor only when nothing can lie between; everything else only says that there may be more to fetch. So nothing is
/// kept while pages come in, and memory does not grow with what was lost.
package struct FeedTracker: Hashable, Sendable {
    /// Which numbers have no holes: those of one stream, by each event's `previous`, or those of the whole town, which
    /// are dense. Several streams are followed as the town, of which some events are of no interest.
    package enum Scope: Hashable, Sendable {
        case stream(StreamName)
        case town
    }

    package let scope: Scope
    /// nil until the first page when reading begins "from now".
    package private(set) var cursor: Int64?
    /// nil until the store has named it.
    package private(set) var epoch: Int64?
    /// There is, or may be, more in the log than was delivered.
    package private(set) var mustFetch = true

    /// `after`: the sequence the reader's own listing is true for, with its epoch; nil for "from now".
    package init(scope: Scope, after: Int64?, epoch: Int64? = nil) {
        self.scope = scope
        cursor = after
        self.epoch = epoch
    }

    /// An event came in live. True: it is the next one, deliver it.
    package mutating func live(_ position: EventPosition) -> Bool {
        let previous: Int64
        switch scope {
        case .town: previous = position.sequence - 1
        case .stream(let stream):
            guard position.stream == stream else { return false }
            previous = position.previous
        }
        guard isCurrent(position.epoch), !mustFetch, let cursor, position.sequence > cursor else { return false }
        guard previous <= cursor else {
            mustFetch = true
            return false
        }
        self.cursor = position.sequence
        return true
    }

    /// The store said where the log ends.
    package mutating func head(_ head: FeedHead) {
        #if DEBUG
            if Mutant.active == .ignoreHeads { return }
        #endif
        guard isCurrent(head.epoch), let cursor else { return }
        let end =
            switch scope {
            case .town: head.sequence
            case .stream(let stream): head.head(of: stream)
            }
        // A head below the cursor is an older one: pages run ahead of what is published.
        if end > cursor { mustFetch = true }
    }

    /// Something may have been missed.
    package mutating func missed() { mustFetch = true }

    /// A later epoch means that the ledger was restored: a page will say so. An earlier one is an echo.
    private mutating func isCurrent(_ epoch: Int64) -> Bool {
        guard let known = self.epoch, epoch != known else { return true }
        if epoch > known { mustFetch = true }
        return false
    }
}

extension FeedTracker {
    /// What a page gave.
    package enum Step: Hashable, Sendable {
        /// Deliver the page's events with a sequence above this one. `isEnd`: the page reached the head.
        case deliver(above: Int64, isEnd: Bool)
        /// Something can't be delivered any more; reading goes on after this sequence.
        case gone(snapshot: Int64)
        /// The page leads nowhere though there is more: the store contradicts itself.
        case stuck
    }

    /// A page that was asked for after `cursor` came in (`after`, `head`), with the headers of its answer.
    package mutating func page(after: Int64, head: Int64, headers: AnswerHeaders) -> Step {
        guard epoch == nil || epoch == headers.epoch else { return gone(headers) }
        epoch = headers.epoch
        guard let cursor else {
            self.cursor = head
            mustFetch = false
            return .deliver(above: head, isEnd: true)
        }
        // A log that ends before what was delivered is another log.
        guard head >= cursor else { return gone(headers) }
        let isEnd = after >= head
        guard isEnd || after > cursor else { return .stuck }
        self.cursor = max(cursor, after)
        mustFetch = !isEnd
        return .deliver(above: cursor, isEnd: isEnd)
    }

    /// The log no longer has what lies after the cursor, or it is another log. `oldest`: the first sequence that is kept,
    /// for who wants whatever there is.
    package mutating func gone(_ headers: AnswerHeaders, oldest: Int64? = nil) -> Step {
        let hadNothing = cursor == nil
        var next = headers.sequence
        // Of another log, or of one that went back, nobody can say what was delivered before.
        if let oldest, let cursor, oldest - 1 > cursor, oldest - 1 <= headers.sequence,
            epoch == nil || epoch == headers.epoch
        {
            next = oldest - 1
        }
        cursor = next
        epoch = headers.epoch
        mustFetch = true
        // Who reads from now on has lost nothing.
        return hadNothing ? .deliver(above: next, isEnd: false) : .gone(snapshot: next)
    }
}
