import Testing
import TownModel
import Wire

@Suite struct FrameTests {
    static func request(_ body: String = "{}") throws -> Request {
        Request(
            id: try #require(CommandID("c-1")), kind: .command, verb: "mail.send",
            headers: RequestHeaders(actor: .overseer, key: "k", token: 3, deadlineMilliseconds: 15_000),
            body: Array(body.utf8))
    }

    @Test("a request survives its frames")
    func requests() throws {
        let request = try Self.request()
        #expect(try Request(frames: request.frames) == request)
    }

    @Test("an answer survives its frames")
    func answers() throws {
        let id = try #require(CommandID("c-1"))
        for headers in [
            AnswerHeaders(sequence: 7, epoch: 1, already: true),
            AnswerHeaders(sequence: 0, epoch: 0, retryAfterMilliseconds: 250),
        ] {
            let error = WireError(.conflict, "held", about: "gt-1", hint: "wait")
            for result: AnswerResult in [.ok([1, 2]), .error(error)] {
                let answer = Answer(id: id, headers: headers, result: result)
                #expect(try Answer(frames: answer.frames) == answer)
                #expect(answer.frames[3] == JSONText.encode(headers))
            }
        }
    }

    @Test("any frames give a request or an error, never a crash")
    func garbage() throws {
        let good = try Self.request().frames
        var seed = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            var frames = good
            switch Int.random(in: 0..<5, using: &seed) {
            case 0: frames.remove(at: .random(in: 0..<frames.count, using: &seed))
            case 1: frames.append([])
            case 2: frames[.random(in: 0..<frames.count, using: &seed)] = []
            case 3:
                frames[.random(in: 0..<frames.count, using: &seed)] =
                    (0..<Int.random(in: 0..<40, using: &seed)).map { _ in UInt8.random(in: 0...255, using: &seed) }
            default:
                let at = Int.random(in: 0..<frames.count, using: &seed)
                guard !frames[at].isEmpty else { continue }
                frames[at][.random(in: 0..<frames[at].count, using: &seed)] ^=
                    UInt8(1) << UInt8.random(in: 0..<8, using: &seed)
            }
            do {
                let request = try Request(frames: frames)
                #expect(frames.count == 6)
                #expect(!request.verb.isEmpty)
            } catch {
                #expect(!error.error.message.isEmpty)
            }
        }
    }

    @Test("the id of a malformed request is known when it could be read, so that it can be answered")
    func malformedIDs() throws {
        var frames = try Self.request().frames
        frames[2] = Array("order".utf8)
        let error = try #require(throws: MalformedRequest.self) { try Request(frames: frames) }
        #expect(error.id == CommandID("c-1"))
        #expect(error.error.code == .invalid)
    }

    @Test("a message over the limit is refused as too large")
    func tooLarge() throws {
        var frames = try Self.request().frames
        frames[5] = Array(repeating: UInt8(ascii: " "), count: WireLimits.messageBytesMax)
        let error = try #require(throws: MalformedRequest.self) { try Request(frames: frames) }
        #expect(error.error.code == .tooLarge)
    }

    @Test("JSON that is nested too deep is refused before it is decoded; braces in strings don't count")
    func depth() throws {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        let error = try #require(throws: WireError.self) {
            try JSONText.decode([String].self, from: Array(deep.utf8))
        }
        #expect(error.code == .tooLarge)
        let text = "[\"" + String(repeating: "[\\\"", count: 200) + "\"]"
        #expect(try JSONText.decode([String].self, from: Array(text.utf8)).count == 1)
    }

    @Test("what is not UTF-8 is refused")
    func encoding() throws {
        let error = try #require(throws: WireError.self) {
            try JSONText.decode([String].self, from: [0x5B, 0x22, 0xFF, 0x22, 0x5D])
        }
        #expect(error.code == .invalid)
    }
}
