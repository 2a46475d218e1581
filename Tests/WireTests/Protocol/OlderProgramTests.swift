import Host
import Testing
import TownModel
import TownTesting
import Wire

/// What was ever sent is still read, and means what it meant. The frames in `Fixtures` are never rewritten: `GT_REWRITE=1`
/// adds those of what has come since.
@Suite("messages of older programs") struct OlderProgramTests {
    private static let path = "\(Repository.root)/Tests/WireTests/Fixtures/frames.jsonl"

    /// A message as it was sent.
    private struct Old {
        /// `request bead.create`, `answer bead.create`, `error conflict`, `event bead.created`.
        var name: String
        var frames: [String]

        var line: String {
            JSONTree.object([
                JSONMember("message", .text(name)), JSONMember("frames", .list(frames.map { .text($0) })),
            ]).line
        }

        var bytes: [[UInt8]] { frames.map { Array($0.utf8) } }

        init(_ name: String, _ frames: [[UInt8]]) {
            self.name = name
            self.frames = frames.map { String(decoding: $0, as: UTF8.self) }
        }

        init(line: Substring) throws {
            let tree = try #require(JSONTree(Array(line.utf8)))
            name = try #require(tree["message"]?.text)
            frames = (tree["frames"]?.items ?? []).compactMap(\.text)
        }
    }

    /// What this program sends.
    private static func sent() throws -> [Old] {
        let id = try #require(CommandID("c-1"))
        var sent: [Old] = []
        let headers = try ShapeRecorder().read(RequestHeaders.self).sample
        let told = try ShapeRecorder().read(AnswerHeaders.self).sample
        for verb in WireVerb.all {
            let kind = try #require(RequestKind(rawValue: verb.kind.rawValue))
            let request = Request(id: id, kind: kind, verb: verb.verb, headers: headers, body: try verb.sampleBody())
            sent.append(Old("request \(verb.verb)", request.frames))
            guard let reply = try verb.sampleReply() else { continue }
            sent.append(Old("answer \(verb.verb)", Answer(id: id, headers: told, result: .ok(reply)).frames))
        }
        for code in ErrorCode.allCases {
            let error = WireError(code, "why", about: "gt-abc", hint: "what next")
            let answer = Answer(id: id, headers: AnswerHeaders(sequence: 7, epoch: 1), result: .error(error))
            sent.append(Old("error \(code.rawValue)", answer.frames))
        }
        for kind in EventKind.allCases {
            let event = try EventSample.event(kind)
            sent.append(Old("event \(kind.rawValue)", [Array(event.topic.utf8), try EventSample.bytes(of: kind)]))
        }
        return sent
    }

    private static func old() throws -> [Old] {
        let text = Files.exists(path) ? try Files.readText(path) : ""
        return try text.split(separator: "\n").map(Old.init(line:))
    }

    @Test("everything that is sent today has its old message")
    func complete() throws {
        var old = try Self.old()
        let names = Set(old.map(\.name))
        let new = try Self.sent().filter { !names.contains($0.name) }
        if HostEnvironment.value("GT_REWRITE") == "1" {
            old += new
            try Files.writeAtomically(old.map { $0.line + "\n" }.joined(), to: Self.path, mode: 0o644)
        } else {
            #expect(new.map(\.name) == [], "GT_REWRITE=1 swift test --filter WireTests adds them")
        }
    }

    @Test("and each is still read, with nothing lost")
    func readable() throws {
        let verbs = Dictionary(uniqueKeysWithValues: WireVerb.all.map { ($0.verb, $0) })
        for old in try Self.old() {
            do {
                let said = try Self.said(by: old, verbs)
                for (now, then) in zip(said, old.bytes.suffix(said.count)) {
                    let (now, then) = (try #require(JSONTree(now)), try #require(JSONTree(then)))
                    #expect(now.covers(then), "\(old.name): \(then.line) is read as \(now.line)")
                }
            } catch {
                Issue.record("\(old.name) is not read any more: \(error)")
            }
        }
    }

    /// Its JSON, read and written again.
    private static func said(by old: Old, _ verbs: [String: WireVerb]) throws -> [[UInt8]] {
        let words = old.name.split(separator: " ").map(String.init)
        switch words[0] {
        case "request":
            let request = try Request(frames: old.bytes)
            #expect(request.verb == words[1] && request.kind.rawValue == verbs[words[1]]?.kind.rawValue)
            let verb = try #require(verbs[request.verb], "the verb is gone")
            return [request.frames[4], try verb.rewriteBody(request.body)]
        case "answer":
            let answer = try Answer(frames: old.bytes)
            guard case .ok(let body) = answer.result else { throw WireError(.invalid, "no longer ok") }
            return [answer.frames[3], try #require(verbs[words[1]]).rewriteReply(body)]
        case "error":
            let answer = try Answer(frames: old.bytes)
            guard case .error(let error) = answer.result else { throw WireError(.invalid, "no longer an error") }
            #expect(error.code.rawValue == words[1])
            return [answer.frames[3], answer.frames[4]]
        default:
            let event = try CloudEvent.decode(old.bytes[1])
            #expect(event.kind.rawValue == words[1] && event.topic == old.frames[0])
            return [CloudEvent.encode(event, source: "gastown://t1")]
        }
    }
}
