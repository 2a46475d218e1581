import Bus
import Testing
import TownModel
import TownTesting
import Wire

@Suite("The feed's tracker")
struct FeedTrackerTests {
    private func position(_ sequence: Int64, previous: Int64? = nil, epoch: Int64 = 1) -> EventPosition {
        EventPosition(epoch: epoch, sequence: sequence, previous: previous ?? sequence - 1, stream: .town)
    }

    private func headers(_ sequence: Int64, epoch: Int64 = 1) -> AnswerHeaders {
        AnswerHeaders(sequence: sequence, epoch: epoch)
    }

    /// A tracker that has had everything up to 10.
    private func caughtUp(_ scope: FeedTracker.Scope = .stream(.town)) -> FeedTracker {
        var tracker = FeedTracker(scope: scope, after: 10)
        #expect(tracker.page(after: 10, head: 10, headers: headers(10)) == .deliver(above: 10, isEnd: true))
        #expect(!tracker.mustFetch)
        return tracker
    }

    @Test("begins by fetching, whatever comes in meanwhile")
    func begins() {
        var tracker = FeedTracker(scope: .stream(.town), after: 3)
        #expect(tracker.mustFetch)
        let early = tracker.live(position(4))
        #expect(!early)
        #expect(tracker.page(after: 5, head: 9, headers: headers(9)) == .deliver(above: 3, isEnd: false))
        #expect(tracker.mustFetch)
        #expect(tracker.page(after: 9, head: 9, headers: headers(9)) == .deliver(above: 5, isEnd: true))
        let next = tracker.live(position(10))
        #expect(next)
    }

    @Test("an event that was delivered before is dropped")
    func duplicate() {
        var tracker = caughtUp()
        let (first, again, old) = (tracker.live(position(11)), tracker.live(position(11)), tracker.live(position(9)))
        #expect(first)
        #expect(!again)
        #expect(!old)
        #expect(!tracker.mustFetch)
    }

    @Test("a stream's sequences may jump where its previous does not")
    func sparse() {
        var tracker = caughtUp()
        let (next, far) = (tracker.live(position(14, previous: 8)), tracker.live(position(90, previous: 14)))
        #expect(next)
        #expect(far)
        #expect(tracker.cursor == 90)
    }

    @Test("a gap is seen by the previous sequence of the stream")
    func gapInStream() {
        var tracker = caughtUp()
        let delivered = tracker.live(position(14, previous: 12))
        #expect(!delivered)
        #expect(tracker.mustFetch)
        #expect(tracker.cursor == 10)
    }

    @Test("who follows the whole town sees a gap in the sequence itself")
    func gapInTown() {
        var tracker = caughtUp(.town)
        let delivered = tracker.live(position(12, previous: 9))
        #expect(!delivered)
        #expect(tracker.mustFetch)
    }

    @Test("events of other streams are none of its business")
    func otherStream() throws {
        let rig = try #require(RigName("gastown"))
        var tracker = caughtUp(.stream(.rig(rig)))
        let delivered = tracker.live(position(50))
        #expect(!delivered)
        #expect(!tracker.mustFetch)
    }

    @Test("the loss of the last event is seen by the head of the stream")
    func head() {
        var tracker = caughtUp()
        tracker.head(FeedHead(epoch: 1, sequence: 99, streams: ["town": 10, "gastown": 99]))
        #expect(!tracker.mustFetch)
        tracker.head(FeedHead(epoch: 1, sequence: 99, streams: ["town": 11, "gastown": 99]))
        #expect(tracker.mustFetch)
    }

    @Test("a page of another epoch means: list again, go on from its sequence")
    func epoch() {
        var tracker = caughtUp()
        tracker.head(FeedHead(epoch: 2, sequence: 1_000_010, streams: [:]))
        #expect(tracker.mustFetch)
        #expect(tracker.page(after: 10, head: 10, headers: headers(500, epoch: 2)) == .gone(snapshot: 500))
        #expect(tracker.epoch == 2)
        #expect(tracker.cursor == 500)
        #expect(
            tracker.page(after: 500, head: 500, headers: headers(500, epoch: 2)) == .deliver(above: 500, isEnd: true))
        let echo = tracker.live(position(501, epoch: 1))
        #expect(!echo)
        #expect(!tracker.mustFetch)
    }

    @Test("a log that ends before the cursor is another log, even if the store does not say so")
    func beyondHead() {
        var tracker = FeedTracker(scope: .town, after: 10)
        #expect(tracker.page(after: 10, head: 7, headers: headers(7)) == .gone(snapshot: 7))
    }

    @Test("a page that leads nowhere is not asked for for ever")
    func stuck() {
        var tracker = FeedTracker(scope: .town, after: 10)
        #expect(tracker.page(after: 10, head: 20, headers: headers(20)) == .stuck)
    }

    @Test("reading from now on begins at the head, and has lost nothing when the log is gone")
    func fromNow() {
        var tracker = FeedTracker(scope: .town, after: nil)
        var other = tracker
        #expect(tracker.page(after: 1, head: 70, headers: headers(70)) == .deliver(above: 70, isEnd: true))
        #expect(tracker.cursor == 70)
        #expect(other.gone(headers(80)) == .deliver(above: 80, isEnd: false))
    }
}
