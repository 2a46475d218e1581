import Bus
import Testing
import TownModel
import TownTesting
import Wire

@Suite("The feed's tracker under any weather")
struct FeedTrackerPropertyTests {
    @Test("loss, repetition, disorder, reconnects and heads: what is delivered is the log, in order, once each")
    func anyInterleaving() {
        for seed in UInt64(0)..<400 {
            var weather = Weather(seed: seed)
            for _ in 0..<300 { weather.step() }
            weather.settle()
            #expect(weather.delivered == weather.expected, "seed \(seed)")
        }
    }

    @Test("the weather is bad enough: each kind of trouble happens")
    func badEnough() {
        var weather = Weather(seed: 1)
        for _ in 0..<3000 { weather.step() }
        #expect(weather.lost > 50)
        #expect(weather.reordered > 50)
        #expect(weather.fetched > 20)
        #expect(weather.fetched < weather.log.count)
    }
}

/// A log of three streams, a wire that loses and confuses, and one tracker at its end.
private struct Weather {
    enum Message {
        case event(EventPosition)
        case head(FeedHead)
    }

    private static let streams: [StreamName] =
        [.town] + ["rig-a", "rig-b"].compactMap(RigName.init).map(StreamName.rig)
    private static let pageRows = 4

    private var random: SeededRandom
    private var tracker: FeedTracker
    private var wire: [Message] = []
    /// A page that was answered and has not come in yet.
    private var page: [EventPosition]?
    private var pageAfter: Int64 = 0
    private var pageHead: Int64 = 0
    private let start: Int64

    private(set) var log: [EventPosition] = []
    private(set) var delivered: [Int64] = []
    private(set) var lost = 0
    private(set) var reordered = 0
    private(set) var fetched = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let scopes: [FeedTracker.Scope] = [.town] + Self.streams.map(FeedTracker.Scope.stream)
        let scope = scopes[Int.random(in: 0..<scopes.count, using: &random)]
        start = 0
        tracker = FeedTracker(scope: scope, after: start)
    }

    private func concerns(_ position: EventPosition) -> Bool {
        tracker.scope == .town || tracker.scope == .stream(position.stream)
    }

    var expected: [Int64] { log.filter(concerns).map(\.sequence) }

    mutating func step() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<40: append()
        case 40..<80: receive()
        case 80..<84: wire.append(.head(head))
        case 84..<86: reconnect()
        case 86..<93: askForPage()
        default: takePage()
        }
    }

    private mutating func append() {
        let stream = Self.streams[Int.random(in: 0..<3, using: &random)]
        let position = EventPosition(
            epoch: 1, sequence: Int64(log.count + 1), previous: log.last { $0.stream == stream }?.sequence ?? 0,
            stream: stream)
        log.append(position)
        if random.chance(15) {
            lost += 1
        } else {
            wire.append(.event(position))
            if random.chance(10) { wire.append(.event(position)) }
        }
    }

    private var head: FeedHead {
        var streams: [String: Int64] = [:]
        for position in log { streams[position.stream.description] = position.sequence }
        return FeedHead(epoch: 1, sequence: Int64(log.count), streams: streams)
    }

    private mutating func receive() {
        guard !wire.isEmpty else { return }
        let index = random.chance(20) ? Int.random(in: 0..<wire.count, using: &random) : 0
        if index > 0 { reordered += 1 }
        switch wire.remove(at: index) {
        case .event(let position): if tracker.live(position) { delivered.append(position.sequence) }
        case .head(let head): tracker.head(head)
        }
    }

    private mutating func reconnect() {
        lost += wire.count
        wire = []
        tracker.missed()
    }

    private mutating func askForPage() {
        guard tracker.mustFetch, page == nil else { return }
        fetched += 1
        let rest = log.filter { $0.sequence > (tracker.cursor ?? 0) && concerns($0) }
        let rows = Array(rest.prefix(Self.pageRows))
        page = rows
        pageHead = Int64(log.count)
        pageAfter = rest.count > rows.count ? rows.last?.sequence ?? 0 : pageHead
    }

    private mutating func takePage() {
        guard let rows = page else { return }
        page = nil
        let headers = AnswerHeaders(sequence: pageHead, epoch: 1)
        guard case .deliver(let above, _) = tracker.page(after: pageAfter, head: pageHead, headers: headers) else {
            Issue.record("the log was never gone")
            return
        }
        delivered += rows.map(\.sequence).filter { $0 > above }
    }

    /// The weather clears: what is on the wire comes in, then a head, then the pages that are asked for.
    mutating func settle() {
        takePage()
        while !wire.isEmpty { receive() }
        for _ in 0..<2 {
            tracker.head(head)
            while tracker.mustFetch {
                askForPage()
                takePage()
            }
        }
    }
}
