import ArgumentParser
import Bus
import TownModel
import Wire

struct TapEventsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print events as JSON lines (CloudEvents), for programs.",
        discussion: """
            A pattern is words between dots, <stream>.<noun>.<verb>.<subject>: * is any word, > all that follow; a
            shorter pattern means every subject. A pattern that begins with ~ listens to live signals instead. stdout has
            nothing but events; what the feed says of itself (gone, away, back) is on stderr, with --json as lines of JSON.

            Example: gt tap events '*.mr.landed' --since 0 --count 10
            """)

    @Argument(help: "Patterns; without any, everything.") var patterns: [String] = []
    @Option(help: "Begin after this sequence number instead of now.") var since: Int64?
    @Option(help: "End after so many events.") var count: Int?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        for pattern in patterns {
            if let complaint = TopicPattern(pattern).complaint { throw ValidationError(complaint) }
        }
    }

    func run(_ call: Invocation) async throws {
        EndOnInterrupt.arm()
        let client = try call.client()
        let wanted = patterns.map(TopicPattern.init)
        let streams = wanted.map(\.stream)
        let known = Set(streams.compactMap { $0 })
        let following = FeedFollowing(
            call: call, client: client, streams: streams.contains(nil) ? [] : known.sorted(),
            signals: wanted.filter(\.isSignal).map(\.text), isRaw: wanted.isEmpty)
        var shown = 0
        try await following.run(after: since) { item in
            guard let bytes = Self.bytes(of: item, wanted) else { return .goOn }
            Output.write(String(decoding: bytes, as: UTF8.self), to: .answer)
            shown += 1
            if let count, shown >= count { return .enough }
            return .goOn
        }
    }

    /// What is to be printed of an item; nil for nothing.
    private static func bytes(of item: FeedItem, _ wanted: [TopicPattern]) -> [UInt8]? {
        switch item {
        case .event(let event, _, let bytes):
            // An event of a kind from the future has no topic here: whoever asked for everything gets it.
            guard let event else { return wanted.isEmpty ? bytes : nil }
            return wanted.isEmpty || wanted.contains { !$0.isSignal && $0.matches(event.topic) } ? bytes : nil
        case .signal(let topic, let bytes):
            return wanted.contains { $0.isSignal && $0.matches(topic) } ? bytes : nil
        case .gone, .away, .back, .caughtUp: return nil
        }
    }
}
