import Testing

@testable import BeadsStoreDaemon

@Suite struct IdlenessTests {
    private let start = ContinuousClock.now

    @Test("a request begins the time anew; when it is over nothing more is taken, and the end is told")
    func end() async {
        let idleness = Idleness(limit: .seconds(10), start: start)
        idleness.look(at: start + .seconds(9))
        #expect(idleness.takes(at: start + .seconds(9)))
        idleness.look(at: start + .milliseconds(18_999))
        #expect(idleness.takes(at: start + .seconds(19)))
        idleness.look(at: start + .seconds(29))
        #expect(!idleness.takes(at: start + .seconds(29)))
        idleness.look(at: start + .seconds(60))
        for await _ in idleness.end { return }
        Issue.record("the end was not told")
    }

    @Test("without a limit it never ends")
    func endless() {
        let idleness = Idleness(limit: nil, start: start)
        idleness.look(at: start + .seconds(1_000_000))
        #expect(idleness.takes(at: start + .seconds(1_000_000)))
    }
}
