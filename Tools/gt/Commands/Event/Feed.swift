import ArgumentParser
import Bus
import TownModel
import Wire

struct FeedCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Watch the town work, in sentences.",
        discussion: """
            Follows the log without holes and says when the store is away and back. Ctrl-C ends it with 0.

            Example: gt feed --rig web --until-idle
            """)

    @Option(parsing: .singleValue, help: "Only this stream: town or a rig; may be repeated.")
    var stream: [StreamName] = []
    @Option(parsing: .singleValue, help: "Only this rig; may be repeated.") var rig: [RigName] = []
    @Option(help: "Begin after this sequence number instead of now.") var since: Int64?
    @Option(help: "End after so many lines.") var count: Int?
    @Flag(help: "End when nothing in the town moves by itself any more.") var untilIdle = false
    @Flag(name: .shortAndLong, help: "The machinery's book-keeping too.") var verbose = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        EndOnInterrupt.arm()
        let client = try call.client()
        let feed = EventFeed(
            bus: client.bus, streams: stream + rig.map(StreamName.rig), after: since,
            headers: RequestHeaders(key: client.key))
        var shown = 0
        for try await item in feed {
            switch item {
            case .event(let event, let position, let bytes):
                if show(event, position, bytes, call) { shown += 1 }
            case .gone(_, let snapshot):
                call.note("what happened before \(snapshot) is no longer in the log; going on from there")
            case .away: call.note("the store is away …")
            case .back: call.note("the store is back")
            case .signal: continue
            case .caughtUp: break
            }
            if let count, shown >= count { return }
            if untilIdle, Self.mayBeLast(item), try await client.query(TownStatus()).isQuiet { return }
        }
    }

    /// Whether a line was printed.
    private func show(_ event: TownEvent?, _ position: EventPosition, _ bytes: [UInt8], _ call: Invocation) -> Bool {
        if call.options.json {
            Output.write(String(decoding: bytes, as: UTF8.self), to: .answer)
            return true
        }
        guard let event else {
            Output.write("\(position.sequence): an event that this gt does not know", to: .answer)
            return true
        }
        guard verbose || FeedSentence(event).tone != .detail else { return false }
        Output.write(FeedLine.text(event, call.screen), to: .answer)
        return true
    }

    /// After most events something follows by necessity; asking the store after each would be waste.
    private static func mayBeLast(_ item: FeedItem) -> Bool {
        switch item {
        case .caughtUp: true
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
