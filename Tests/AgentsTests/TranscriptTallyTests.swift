import Agents
import Testing
import TownModel

@Suite("Tokens in transcripts")
struct TranscriptTallyTests {
    /// A turn as Claude Code writes it: what a person said, a message on two lines, a tool's result, another message.
    static let transcript = """
        {"type":"user","uuid":"u1","timestamp":"2026-03-01T12:00:00.000Z","message":{"role":"user","content":"Fix it"}}
        {"type":"assistant","uuid":"a1","requestId":"r1","timestamp":"2026-03-01T12:00:01.000Z","message":{"id":"m1",\
        "model":"opus","content":[],"usage":{"input_tokens":10,"output_tokens":1,"cache_creation_input_tokens":100,\
        "cache_read_input_tokens":7}}}
        {"type":"assistant","uuid":"a2","requestId":"r1","timestamp":"2026-03-01T12:00:02.000Z","message":{"id":"m1",\
        "model":"opus","content":[],"usage":{"input_tokens":10,"output_tokens":25,"cache_creation_input_tokens":100,\
        "cache_read_input_tokens":7}}}
        {"type":"user","uuid":"u2","message":{"role":"user","content":[{"type":"tool_result","content":"{\\"usage\\":9}"}]}}
        {"type":"summary","summary":"The usage of doors"}
        {"type":"assistant","uuid":"a3","timestamp":"2026-03-01T12:00:05Z","costUSD":0.25,"message":{"id":"m2",\
        "model":"haiku","usage":{"input_tokens":3,"output_tokens":4}}}
        {"type":"assistant","uuid":"a4","message":{"id":"m3","model":"<synthetic>","usage":{"input_tokens":0}}}

        """

    private func total(_ messages: [SpentMessage]) -> TokenCount {
        var count = TokenCount()
        for message in messages { count.add(message.count) }
        return count
    }

    private func lines(_ text: some Sequence<UInt8>) -> [[UInt8]] {
        Array(text).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    private func read(_ text: some Sequence<UInt8>) -> (messages: [SpentMessage], unreadable: Int) {
        var tally = TranscriptTally()
        for line in lines(text) { tally.take(line) }
        return (tally.endFile(), tally.unreadableLines)
    }

    @Test("each message counts once, as its last line has it")
    func counts() {
        let (messages, unreadable) = read(Self.transcript.utf8)
        #expect(unreadable == 0)
        let byModel = Dictionary(uniqueKeysWithValues: messages.map { ($0.model, $0) })
        #expect(byModel.count == 2)
        let opus = byModel["opus"]?.count
        #expect(opus?.input == 10 && opus?.output == 25 && opus?.cacheWritten == 100 && opus?.cacheRead == 7)
        #expect(opus?.messages == 1 && opus?.dollars == nil)
        #expect(byModel["opus"]?.at == Timestamp("2026-03-01T12:00:02Z"))
        #expect(byModel["haiku"]?.count.dollars == 0.25 && byModel["haiku"]?.count.pricedMessages == 1)
    }

    @Test("a copy of a conversation counts what it adds, and nothing twice")
    func copies() {
        var tally = TranscriptTally()
        for line in lines(Self.transcript.utf8) { tally.take(line) }
        let first = total(tally.endFile())
        let more = #"{"uuid":"b","message":{"id":"m9","model":"opus","usage":{"output_tokens":5}}}"#
        for line in lines((Self.transcript + more).utf8) { tally.take(line) }
        let second = total(tally.endFile())
        #expect(first.output == 29 && second.output == 5 && second.messages == 1)
        // The same id in another request is another message.
        let again = #"{"requestId":"r2","message":{"id":"m1","model":"opus","usage":{"output_tokens":6}}}"#
        tally.take(Array(again.utf8))
        #expect(total(tally.endFile()).output == 6)
    }

    @Test("cut off at any byte nothing traps, no count is more than the whole's, and a broken line is counted")
    func truncated() {
        let bytes = Array(Self.transcript.utf8)
        let whole = total(read(bytes).messages)
        for end in bytes.indices {
            let (messages, unreadable) = read(bytes[..<end])
            let part = total(messages)
            #expect(part.messages <= whole.messages && part.input <= whole.input && part.output <= whole.output)
            #expect(part.cacheWritten <= whole.cacheWritten && part.cacheRead <= whole.cacheRead)
            let isWhole = end == 0 || bytes[end - 1] == UInt8(ascii: "\n") || bytes[end] == UInt8(ascii: "\n")
            #expect(unreadable == (isWhole ? 0 : 1), "cut at \(end)")
        }
    }

    @Test(
        "what is no count of tokens is refused, not added",
        arguments: [
            #"{"message":{"id":"m","usage":{"input_tokens":-1}}}"#,
            #"{"message":{"id":"m","usage":{"output_tokens":9223372036854775807}}}"#,
            #"{"message":{"id":"m","usage":{"output_tokens":1.5}}}"#,
            #"{"message":{"id":"m","usage":{"output_tokens":1e400}}}"#,
            #"{"message":{"id":"m","usage":"lots"}}"#, #"["message"]"#, "\u{0}", #"{"message":{"id":7,"usage":{}}}"#,
        ])
    func refused(_ line: String) {
        let (messages, unreadable) = read(line.utf8)
        #expect(messages.isEmpty && unreadable == 1)
    }

    @Test("any bytes are read without a trap", arguments: (0 as UInt64)..<50)
    func noise(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var bytes = Array(Self.transcript.utf8)
        for _ in 0..<40 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 25)
        }
        let (messages, unreadable) = read(bytes)
        #expect(messages.count + unreadable <= lines(bytes).count)
    }

    @Test("a conversation's file is found by where it was begun")
    func places() {
        let town = "/home/ann/my town/rigs/web/crew/max@api"
        let file = "-home-ann-my-town-rigs-web-crew-max-api/c-1.jsonl"
        let dialect = TranscriptDialect.claude
        #expect(
            dialect.path(of: "c-1", begunIn: town) { ["HOME": "/home/ann"][$0] } == "/home/ann/.claude/projects/\(file)"
        )
        #expect(
            dialect.path(of: "c-1", begunIn: town) { ["CLAUDE_CONFIG_DIR": "/c", "HOME": "/h"][$0] }
                == "/c/projects/\(file)")
        #expect(dialect.path(of: "c-1", begunIn: town) { _ in nil } == nil)
        for preset in AgentPreset.shippedInOrder {
            if let name = preset.transcripts { #expect(TranscriptDialect.shipped[name] != nil, "\(preset.name)") }
        }
    }
}
