import Bus
import RoleRuntime
import TownModel
import Wire

/// How a role follows its one stream: the real `FeedTracker` decides, the simulation fetches.
extension SimRole {
    func live(_ event: TownEvent) {
        guard event.stream == role.stream, feed != nil else { return }
        let position = EventPosition(
            epoch: event.epoch, sequence: event.sequence, previous: event.previous, stream: event.stream)
        if feed?.live(position) == true { tell(event) }
        if feed?.mustFetch == true { fetch(pid) }
    }

    func head(_ head: FeedHead) {
        feed?.head(head)
        if feed?.mustFetch == true { fetch(pid) }
    }

    func fetch(_ process: Int32) {
        guard process == pid, !isFetching, let cursor = feed?.cursor else { return }
        isFetching = true
        let query = EventsSince(streams: [role.stream], after: cursor)
        town.ask(query, key: SimTown.key(of: role.address)) { [self] answer in
            guard process == pid, feed != nil else { return }
            isFetching = false
            guard let answer, case .ok(let bytes) = answer.result else { return }
            try take(JSONText.decode(EventPage.self, from: bytes), answer.headers)
            if feed?.mustFetch == true { fetch(process) }
        }
    }

    private func take(_ page: EventPage, _ headers: AnswerHeaders) throws {
        if town.mishap(3, .feedGone) {
            // As after a restored ledger: what lies between is skipped, and said to be.
            return gone(feed?.gone(headers))
        }
        switch feed?.page(after: page.after, head: page.head, headers: headers) {
        case .deliver(let above, _):
            for text in page.events {
                let event = try town.event(text)
                if event.sequence > above { tell(event) }
            }
        case .gone(let snapshot): gone(.gone(snapshot: snapshot))
        case .stuck: town.judge.complain("the feed of \(role) is stuck")
        case nil: break
        }
    }

    private func gone(_ step: FeedTracker.Step?) {
        guard case .gone(let snapshot) = step else { return }
        toldThrough = snapshot
        give(.gone, to: pid)
    }

    /// Every event of the stream, in order, once.
    private func tell(_ event: TownEvent) {
        if let told = toldThrough, event.sequence <= told || event.previous > told {
            town.judge.complain("\(role) was told \(event.sequence) after \(told): a hole, or twice")
        }
        toldThrough = event.sequence
        give(.told(event), to: pid)
    }
}
