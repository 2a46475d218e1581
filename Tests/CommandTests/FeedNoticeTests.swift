import Bus
import Testing
import Wire

@testable import gt

/// What a feed says of itself.
@Suite struct FeedNoticeTests {
    @Test("a gap names its bounds; a log that went back is told as such")
    func gaps() throws {
        let gap = try #require(FeedNotice(.gone(FeedGap(after: 3, resumes: 7, oldest: 8))))
        #expect(gap.sentence.contains("after 3 up to 7"))
        #expect(JSONText.text(gap) == #"{"after":3,"notice":"gone","oldest":8,"through":7}"#)
        let back = try #require(FeedNotice(.gone(FeedGap(after: 99, resumes: 7))))
        #expect(back.sentence.contains("the log ends at 7, before 99"))
    }

    @Test("events and heads are no notices; a store that goes and comes is one")
    func others() {
        #expect(FeedNotice(.caughtUp(sequence: 1)) == nil && FeedNotice(.signal(topic: "~x", bytes: [])) == nil)
        #expect(FeedNotice(.away)?.notice == .away && FeedNotice(.back)?.notice == .back)
        #expect(JSONText.text(FeedNotice(.away)) == #"{"notice":"away"}"#)
    }
}
