import Agents
import Bus
import Glibc
import Host
import Synchronization
import Testing
import TownModel
import TownTesting
import Wire
import WitnessCore
import WitnessDaemon

@Suite("Nudges from the store into a pane")
struct HostNudgesTests {
    @Test func `a nudge is asked for in its reader's name, typed whole, and only then called delivered`() async throws {
        let root = "/tmp/gt-test-\(UInt64.random(in: 0 ... .max))"
        defer { try? Files.removeTree(root) }
        let layout = TownLayout(root: root, runtimeDirectory: root)
        try Files.makePrivateDirectory(layout.run)
        var work = try Town.assignment(1, "gt-1", .running)
        work.definition = AgentPreset(name: "own", command: ["own"], promptLine: PaneOfAgent.prompt)
        let key = try SessionDirectory(layout.session(work.incarnation)).key()
        let bus = NudgeBus(
            key: key,
            nudges: (1...5).map {
                Nudge(
                    number: $0, from: .mayor, to: work.agent, text: "word \($0)", state: $0 == 2 ? .delivered : .sent,
                    sentAt: Town.began, expiresAt: Town.began, channel: .pane)
            }, heldBack: [4])
        let agent = try await PaneOfAgent(directory: root, socket: layout.tmuxSocket)
        #expect(try await agent.untilPrompt())
        let nudges = HostNudges(layout: layout, bus: bus)

        let orders = (1...3).map { TypingOrder(number: $0) }
        #expect(await nudges.type(orders, to: Listener(work)) == TypingReport(typed: [1, 2, 3]))
        let texts = [1, 3].map { NudgeLine(number: $0, from: .mayor, text: "word \($0)").text }
        #expect(try agent.heard() == texts, "what was shown meanwhile is not typed")
        #expect(bus.delivered == [1, 3])

        // The first prompt: one line, in which the shim is named, and once.
        let directory = SessionDirectory(layout.session(work.incarnation))
        #expect(await nudges.prompt(Listener(work)).isForGood, "no shim has started")
        try Files.writeAtomically(
            JSONText.encode(ProcessIdentity(host: "h", bootID: "b", pid: 4711, startTicks: 1)),
            to: directory.startedFile)
        work.definition?.firstPrompt = .pasted
        for _ in 0..<2 { #expect(await nudges.prompt(Listener(work)) == TypingReport()) }
        let heard = try agent.heard()
        #expect(heard.count == 3 && Files.exists(directory.promptedFile))
        #expect(heard.last?.hasPrefix("[gt polecat gastown/polecats/nux session s1 pid 4711] gt-1 You are") == true)

        // One that its reader is not to be disturbed by is tried later, and keeps no other back.
        #expect(
            await nudges.type([4, 5].map { TypingOrder(number: $0) }, to: Listener(work))
                == TypingReport(typed: [5], obstacle: TypingObstacle.quiet.rawValue))
        #expect(try agent.heard().last == NudgeLine(number: 5, from: .mayor, text: "word 5").text)
        #expect(bus.delivered == [1, 3, 5])

        try Files.writeAtomically("for a test", to: layout.stopFile)
        let stopped = TypingReport(obstacle: TypingObstacle.stopped.rawValue)
        #expect(await nudges.type([TypingOrder(number: 3)], to: Listener(work)) == stopped)
        try Files.removeTree(layout.stopFile)
        try await agent.end()
        #expect(await nudges.type([TypingOrder(number: 3)], to: Listener(work)).isForGood)
        work.definition = AgentPreset(name: "own", command: ["own"])
        #expect(await nudges.type([TypingOrder(number: 3)], to: Listener(work)).isForGood)
    }
}

extension HostNudgesTests {
    @Test func `a message on stdin is said once, whoever says it again, and delivered when it was taken up`()
        async throws
    {
        let root = "/tmp/gt-test-\(UInt64.random(in: 0 ... .max))"
        defer { try? Files.removeTree(root) }
        let layout = TownLayout(root: root, runtimeDirectory: root)
        var work = try Town.assignment(1, "gt-1", .running)
        let form = StreamForm(
            message: #"{"say":{text},"as":"{id}"}"#, taken: #"{"taken":"{id}"}"#, turnStarted: #"{"turn":1}"#,
            turnEnded: #"{"turn":0}"#)
        work.definition = AgentPreset(name: "own", command: ["own"], readsTerminal: false, stream: form)
        let directory = SessionDirectory(layout.session(work.incarnation))
        let bus = NudgeBus(
            key: try directory.key(),
            nudges: (1...2).map {
                Nudge(
                    number: $0, from: .mayor, to: work.agent, text: "word \"\($0)\"", sentAt: Town.began,
                    expiresAt: Town.began, channel: .stdin)
            }, channel: .stdin)
        #expect(await HostNudges(layout: layout, bus: bus).type([TypingOrder(number: 1)], to: Listener(work)).isForGood)
        // This process stands for the shim: it lives.
        let own = try #require(Processes.identities(of: [getpid()]).first)
        try Files.writeAtomically(JSONText.encode(own), to: directory.startedFile)
        func attempt(_ number: Int64, evenAtWork: Bool = false) async -> TypingReport {
            // A Witness that knows nothing of what was said before.
            await HostNudges(layout: layout, bus: bus, proof: .zero).type(
                [TypingOrder(number: number, evenAtWork: evenAtWork)], to: Listener(work))
        }
        func output(_ lines: String...) throws {
            let before = Files.exists(directory.outputFile) ? try Files.readText(directory.outputFile) : ""
            try Files.writeAtomically(before + lines.map { $0 + "\n" }.joined(), to: directory.outputFile)
        }
        let unread = TypingReport(obstacle: TypingObstacle.unread.rawValue)
        #expect(await attempt(1) == unread && bus.delivered == [])
        #expect(await attempt(1) == unread)
        let names = Files.names(in: directory.messagesFolder).filter { $0.hasSuffix(".jsonl") }
        #expect(names == ["nudge-000000000001.jsonl"])
        let text = NudgeLine(number: 1, from: .mayor, text: "word \"1\"").text
        #expect(
            try Files.readText("\(directory.messagesFolder)/\(names[0])") == form.line(
                text, id: "gt-nudge-000000000001") + "\n")

        try output(#"{"taken":"gt-nudge-000000000002"}"#, "no JSON", #"{"turn":1}"#)
        #expect(await attempt(2) == TypingReport(obstacle: TypingObstacle.atWork.rawValue))
        // More than is read at once.
        try output(
            String(repeating: #"{"words":"and so on"}"# + "\n", count: 10_000) + #"{"taken":"gt-nudge-000000000001"}"#)
        #expect(await attempt(1) == TypingReport(typed: [1]) && bus.delivered == [1])
        #expect(await attempt(2, evenAtWork: true) == unread, "what was said of it before it was said is no evidence")
        try output(#"{"turn":0}"#, #"{"taken":"gt-nudge-000000000002"}"#)
        #expect(await attempt(2) == TypingReport(typed: [2]) && bus.delivered == [1, 2])
    }
}

/// Knows some nudges, and answers nobody but their reader.
private final class NudgeBus: MessageBus {
    private let key: String
    private let nudges: [Nudge]
    private let channel: NudgeChannel
    private let heldBack: Set<Int64>
    private let told = Mutex<[Int64]>([])

    init(key: String, nudges: [Nudge], channel: NudgeChannel = .pane, heldBack: Set<Int64> = []) {
        self.heldBack = heldBack
        self.key = key
        self.channel = channel
        self.nudges = nudges
    }

    var delivered: [Int64] { told.withLock { $0 } }

    func request(_ request: Request, within limit: Duration) async throws(BusError) -> Answer {
        Answer(id: request.id, headers: AnswerHeaders(sequence: 1, epoch: 1), result: result(of: request))
    }

    private func result(of request: Request) -> AnswerResult {
        do throws(WireError) {
            guard request.headers.key == key else { throw WireError(.forbidden, "not the reader's key") }
            guard request.verb == NudgesDelivered.verb else {
                let number = try JSONText.decode(NudgeShow.self, from: request.body).number
                guard let nudge = nudges.first(where: { $0.number == number }) else {
                    throw WireError(.notFound, "no such nudge")
                }
                let isHeldBack = heldBack.contains(number) ? true : nil
                return .ok(JSONText.encode(NudgeReply(nudge: nudge, isHeldBack: isHeldBack)))
            }
            let report = try JSONText.decode(NudgesDelivered.self, from: request.body)
            guard report.channel == channel else { throw WireError(.invalid, "by which way?") }
            told.withLock { $0 += report.numbers }
            return .ok(JSONText.encode(Done()))
        } catch {
            return .error(error)
        }
    }

    func signal(_ request: Request) {}

    func listen(to filter: FeedFilter) async throws(BusError) -> AsyncStream<LiveItem> { AsyncStream { $0.finish() } }

    func close() async {}
}
