import Testing
import TownModel
import TownTesting
import Wire

/// What a newer program says is understood by this one, as far as this one knows it.
@Suite("messages of newer programs") struct NewerProgramTests {
    private func bytes(_ tree: JSONTree) -> [UInt8] { Array(tree.line.utf8) }

    @Test("keys that nobody knows change nothing in a body or a reply", arguments: WireVerb.all)
    func bodies(_ verb: WireVerb) throws {
        let schema = try WireSchema.current()
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let body = try verb.sampleBody()
            let grown = schema.grown(try #require(JSONTree(body)), as: verb.typeName, by: &random)
            #expect(try verb.rewriteBody(bytes(grown)) == body, "seed \(seed): \(grown.line)")
            guard let reply = try verb.sampleReply(), let name = verb.replyName else { continue }
            let more = schema.grown(try #require(JSONTree(reply)), as: name, by: &random)
            #expect(try verb.rewriteReply(bytes(more)) == reply, "seed \(seed): \(more.line)")
        }
    }

    @Test("nor in an event", arguments: EventKind.allCases)
    func events(_ kind: EventKind) throws {
        let schema = try WireSchema.current()
        let event = try EventSample.event(kind)
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let grown = schema.grown(try EventSample.tree(of: kind), as: "CloudEvent", by: &random)
            #expect(try CloudEvent.decode(bytes(grown)) == event, "seed \(seed): \(grown.line)")
            #expect(try CloudEvent.position(bytes(grown)).sequence == event.sequence)
        }
    }

    @Test("nor in headers, nor in an error", arguments: 0..<100 as Range<UInt64>)
    func envelopes(seed: UInt64) throws {
        let schema = try WireSchema.current()
        var random = SeededRandom(seed: seed)
        let id = try #require(CommandID("c-1"))
        let headers = try ShapeRecorder().read(RequestHeaders.self).sample
        var request = Request(id: id, kind: .command, verb: "mail.send", headers: headers, body: []).frames
        request[4] = bytes(schema.grown(try #require(JSONTree(request[4])), as: "RequestHeaders", by: &random))
        #expect(try Request(frames: request).headers == headers)

        let refusal = try ShapeRecorder().read(WireError.self).sample
        let told = try ShapeRecorder().read(AnswerHeaders.self).sample
        let answer = Answer(id: id, headers: told, result: .error(refusal))
        var frames = answer.frames
        frames[3] = bytes(schema.grown(try #require(JSONTree(frames[3])), as: "AnswerHeaders", by: &random))
        frames[4] = bytes(schema.grown(try #require(JSONTree(frames[4])), as: "WireError", by: &random))
        #expect(try Answer(frames: frames) == answer)
    }
}
