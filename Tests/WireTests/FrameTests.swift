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

    @Test("headers that are put together and read by hand are those of the encoder and the decoder")
    func headers() throws {
        let odd = "tab\t, \"quote\", back\\slash, é, 🚢"
        let bead = try #require(BeadID("gt-1"))
        for actor in [Address.overseer, nil] {
            for text in ["k", odd, "", nil] {
                for number in [Int64.min, -1, 0, 7, .max, nil] {
                    for expect: [BeadID: Int64]? in [[bead: 3], nil] {
                        let headers = RequestHeaders(
                            actor: actor, key: text, role: text.map { _ in .mayor }, token: number, cause: text,
                            expect: expect, atLeast: number, deadlineMilliseconds: number,
                            closes: expect.map { _ in [CommandID(composed: "a", "b")] })
                        var request = try Self.request()
                        request.headers = headers
                        #expect(request.frames[4] == JSONText.encode(headers))
                        #expect(try Request(frames: request.frames).headers == headers)
                    }
                }
            }
        }
    }

    @Test(
        "headers are read as the decoder reads them, whatever their JSON",
        arguments: [
            #"{}"#, #"{ "token" : 3 }"#, #"{"token":3,"key":"k"}"#, #"{"token":03}"#, #"{"token":3.0}"#,
            #"{"token":"3"}"#,
            #"{"key":3}"#, #"{"key":null}"#, #"{"actor":"nobody/at/all"}"#, #"{"new":1,"token":2}"#, #"{"token":1,}"#,
            #"{"token":123456789012345678}"#, #"{"token":1234567890123456789}"#, #"{"token":12345678901234567890}"#,
            #"{"token":1"#, #"{"token"}"#, #"{"key":"a\nb"}"#, #"{"key":"a"}x"#, #"{"role":"mayor"}"#, #"[]"#, "", "{",
            #"{"token":1,"token":2}"#, #"{"key":"\u00e9"}"#, #"{"sequence":1,"epoch":2}"#, #"{"epoch":1,"sequence":2}"#,
            #"{"epoch":1,"sequence":"2"}"#, #"{"already":true,"epoch":1,"sequence":2}"#,
        ])
    func headerShapes(_ json: String) throws {
        let bytes = Array(json.utf8)
        var frames = try Self.request().frames
        frames[4] = bytes
        #expect((try? Request(frames: frames))?.headers == (try? JSONText.decode(RequestHeaders.self, from: bytes)))
        let answer = [Request.magic, frames[1], Array("ok".utf8), bytes, []]
        #expect((try? Answer(frames: answer))?.headers == (try? JSONText.decode(AnswerHeaders.self, from: bytes)))
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
