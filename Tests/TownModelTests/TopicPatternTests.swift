import Testing
import TownModel

@Suite struct TopicPatternTests {
    @Test(
        "a pattern matches whole words from the beginning",
        arguments: [
            ("*.mr.landed", "web.mr.landed.web-mr-1", true), ("web.>", "web.bead.closed.web-1", true),
            ("web.>", "web2.bead.closed.x", false), ("*.mr.land", "web.mr.landed.x", false),
            ("web.bead.closed.web-1", "web.bead.closed.web-1", true), ("*.*.closed", "town.convoy.closed.hq", true),
            ("web.mr", "web.mr.landed.x", true), ("web.mr.landed.a.b.c", "web.mr.landed.a", false),
            ("~web.", "~web.session.activity", true),
        ])
    func matches(_ pattern: String, _ topic: String, _ expected: Bool) {
        #expect(TopicPattern(pattern).matches(topic) == expected)
    }

    @Test("a pattern that can never match is refused", arguments: ["", "web..closed", "web.>.closed"])
    func impossible(_ pattern: String) {
        #expect(TopicPattern(pattern).complaint != nil)
    }

    @Test("the stream is known when the first word is a name")
    func stream() {
        #expect(TopicPattern("web.mr.landed").stream?.description == "web")
        #expect(TopicPattern("*.mr.landed").stream == nil)
    }
}
