import ArgumentParser
import Bus
import TownModel
import Wire

struct FeedCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Watch the town work, in sentences.",
        discussion: """
            Follows the log without holes, and says on stderr when the store is away and back, and what it can't show
            (with --json as lines of JSON there). Ctrl-C ends it with 0. With --gates it also has the lines that gates
            write while they run, told once a second: no events, so --since brings none back, and … stands for lines
            that came too fast; gt mq log has all of them. With --json those are the signals gates.output as they are.

            Example: gt feed --rig web --until-idle
            Example: gt feed --gates
            """)

    @Option(parsing: .singleValue, help: "Only this stream: town or a rig; may be repeated.")
    var stream: [StreamName] = []
    @Option(parsing: .singleValue, help: "Only this rig; may be repeated.") var rig: [RigName] = []
    @Option(help: "Begin after this sequence number instead of now.") var since: Int64?
    @Option(help: "End after so many lines.") var count: Int?
    @Flag(help: "End when nothing in the town moves by itself any more.") var untilIdle = false
    @Flag(name: .shortAndLong, help: "The machinery's book-keeping too.") var verbose = false
    @Flag(help: "What gates write while they run, too.") var gates = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        EndOnInterrupt.arm()
        let client = try call.client()
        let streams = stream + rig.map(StreamName.rig)
        let following = FeedFollowing(
            call: call, client: client, streams: streams, signals: gates ? Self.signals(of: streams) : [])
        var tails = GateTails()
        var shown = 0
        var last: Int64?
        var end: Int64?
        try await following.run(after: since) { item in
            switch item {
            case .event(let event, let position, let bytes):
                last = position.sequence
                if show(event, position.sequence, bytes, call) { shown += 1 }
            case .caughtUp(let sequence): last = sequence
            case .signal(let topic, let bytes):
                shown += show(topic, bytes, &tails, atMost: count.map { $0 - shown }, call)
            case .gone, .away, .back: break
            }
            if let count, shown >= count { return .enough }
            if untilIdle, last != nil, Self.mayBeLast(item) { end = try await quiet(client) }
            return end == nil ? .goOn : .enough
        }
        guard let last, let end, last < end else { return }
        // What had happened by then and is still on its way to us.
        try await following.runToEnd(after: last) { item in
            if case .event(let event, let position, let bytes) = item {
                _ = show(event, position.sequence, bytes, call)
            }
            return .goOn
        }
    }

    /// As of which sequence nothing moves by itself any more; nil when something does. A store that is away says nothing
    /// of the town: whatever moves next, or its return, leads to the next question.
    private func quiet(_ client: TownClient) async throws(CommandFailure) -> Int64? {
        do {
            let (status, headers) = try await client.full(TownStatus())
            return status.isQuiet ? headers.sequence : nil
        } catch {
            guard error.status == .away else { throw error }
            return nil
        }
    }

    /// Whether a line was printed.
    private func show(_ event: TownEvent?, _ sequence: Int64, _ bytes: [UInt8], _ call: Invocation) -> Bool {
        if call.options.json {
            Output.write(String(decoding: bytes, as: UTF8.self), to: .answer)
            return true
        }
        guard let event else {
            Output.write("\(sequence): an event that this gt does not know", to: .answer)
            return true
        }
        guard verbose || FeedSentence(event).tone != .detail else { return false }
        Output.write(FeedLine.text(event, call.screen), to: .answer)
        return true
    }

    /// What a running gate has written since it was last told; gives the number of lines.
    private func show(
        _ topic: String, _ bytes: [UInt8], _ tails: inout GateTails, atMost limit: Int?, _ call: Invocation
    ) -> Int {
        // Of another kind, or of another version: a signal is promised nothing.
        guard topic.contains(".\(GateOutput.verb)."), let output = try? JSONText.decode(GateOutput.self, from: bytes)
        else { return 0 }
        guard !call.options.json else {
            Output.write(String(decoding: bytes, as: UTF8.self), to: .answer)
            return 1
        }
        var screen = call.screen
        screen.now = Surroundings.now
        let lines = tails.fresh(output).prefix(limit ?? .max)
        for line in lines { Output.write(FeedLine.text(line, of: output, screen), to: .answer) }
        return lines.count
    }

    /// Topics begin with the rig's name: of all rigs there is no narrower beginning than that of every signal.
    private static func signals(of streams: [StreamName]) -> [String] {
        streams.isEmpty ? ["~"] : streams.compactMap(\.rig).map { "~\($0).\(GateOutput.verb)." }
    }

    /// After most events something follows by necessity; asking the store after each would be waste.
    private static func mayBeLast(_ item: FeedItem) -> Bool {
        switch item {
        case .caughtUp, .back: true
        case .event(let event?, _, _):
            switch event.kind {
            case .beadClosed, .beadChanged, .convoyLanded, .convoyClosed, .assignmentEnded, .assignmentRetired,
                .sessionEnded, .dispatchWithdrawn, .requestLanded, .requestReturned, .requestWithdrawn,
                .escalationRaised:
                true
            default: false
            }
        default: false
        }
    }
}
