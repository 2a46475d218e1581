package import TownModel

/// The limits of a message. Beyond them the answer is an error, never a crash.
package enum WireLimits {
    /// Bytes of one message, all frames together: bounds the store's memory per peer (design: 1 MiB).
    package static let messageBytesMax = 1 << 20
    /// Frames of one message, without the routing frame: a request has 6.
    package static let framesMax = 8
    /// Bytes of a topic: libzmq 4.3.4 never matches 246 to 255 (its issue 4564), so we stay well below.
    package static let topicBytesMax = 200
    /// Rows of one page of a list.
    package static let pageRowsMax = 500
    /// Bytes of one page, so that an answer stays under `messageBytesMax`.
    package static let pageBytesMax = 600_000
    /// Bytes that a message needs beside its body.
    package static let headersBytesMax = 4096
    /// Beads of one part of an import: about 50 ms of the store's writer. And the most bytes of it.
    package static let importPartBeads = 400
    package static let importPartBytesMax = 512 * 1024
    /// Beads of a file that one command takes whole: about two seconds of the store's writer.
    package static let importBeadsMax = 20_000
    /// Bytes of one part of a larger body, before Base64 makes them a third more.
    package static let blobPartBytesMax = 256 * 1024
    /// Parts of one body: 64 MiB.
    package static let blobPartsMax = 256
}

package enum RequestKind: String, Hashable, Sendable, CaseIterable {
    /// Changes state; carried out once per id.
    case command
    /// Reads; may be repeated.
    case query
    /// Told to whoever listens; never stored, never answered.
    case signal
}

/// What a client sends: `"GT1" | id | kind | verb | headers | body`.
package struct Request: Hashable, Sendable {
    package static let magic = Array("GT1".utf8)

    package var id: CommandID
    package var kind: RequestKind
    package var verb: String
    package var headers: RequestHeaders
    package var body: [UInt8]

    package init(
        id: CommandID, kind: RequestKind, verb: String, headers: RequestHeaders = RequestHeaders(), body: [UInt8]
    ) {
        self.id = id
        self.kind = kind
        self.verb = verb
        self.headers = headers
        self.body = body
    }

    package var frames: [[UInt8]] {
        [
            Self.magic, Array(id.text.utf8), Array(kind.rawValue.utf8), Array(verb.utf8), headers.json, body,
        ]
    }

    /// Total: any frames give a request or an error with what could be read of the id.
    package init(frames: [[UInt8]]) throws(MalformedRequest) {
        guard frames.count == 6, frames[0] == Self.magic else {
            throw MalformedRequest(id: nil, error: WireError(.invalid, "not a GT1 request of six frames"))
        }
        guard let idText = String(validating: frames[1], as: UTF8.self), let id = CommandID(idText) else {
            throw MalformedRequest(
                id: nil, error: WireError(.invalid, "the id is not 1 to 128 printable ASCII characters"))
        }
        guard frames.reduce(0, { $0 + $1.count }) <= WireLimits.messageBytesMax else {
            throw MalformedRequest(
                id: id,
                error: WireError(.tooLarge, "the message is over \(WireLimits.messageBytesMax) bytes"))
        }
        guard let kind = RequestKind(rawValue: String(decoding: frames[2], as: UTF8.self)) else {
            throw MalformedRequest(id: id, error: WireError(.invalid, "the kind is not command, query or signal"))
        }
        guard let verb = String(validating: frames[3], as: UTF8.self), (1...80).contains(verb.utf8.count) else {
            throw MalformedRequest(id: id, error: WireError(.invalid, "the verb is not 1 to 80 bytes of text"))
        }
        do {
            headers = try RequestHeaders(json: frames[4])
        } catch {
            throw MalformedRequest(id: id, error: error)
        }
        self.id = id
        self.kind = kind
        self.verb = verb
        body = frames[5]
    }
}

/// Frames that are no request; the id, where it could be read, lets the store answer.
package struct MalformedRequest: Error, Hashable, Sendable {
    package var id: CommandID?
    package var error: WireError

    package init(id: CommandID?, error: WireError) {
        self.id = id
        self.error = error
    }
}

/// What the store sends back: `"GT1" | id | "ok" or "error" | headers | body`.
package struct Answer: Hashable, Sendable {
    package var id: CommandID
    package var headers: AnswerHeaders
    /// JSON of the verb's reply, or of a `WireError`.
    package var result: AnswerResult

    package init(id: CommandID, headers: AnswerHeaders, result: AnswerResult) {
        self.id = id
        self.headers = headers
        self.result = result
    }

    package var frames: [[UInt8]] {
        switch result {
        case .ok(let body):
            [Request.magic, Array(id.text.utf8), Array("ok".utf8), headers.json, body]
        case .error(let error):
            [
                Request.magic, Array(id.text.utf8), Array("error".utf8), headers.json, JSONText.encode(error),
            ]
        }
    }

    package init(frames: [[UInt8]]) throws(WireError) {
        guard frames.count == 5, frames[0] == Request.magic,
            let idText = String(validating: frames[1], as: UTF8.self), let id = CommandID(idText)
        else { throw WireError(.invalid, "not a GT1 answer of five frames") }
        self.id = id
        headers = try AnswerHeaders(json: frames[3])
        switch String(decoding: frames[2], as: UTF8.self) {
        case "ok": result = .ok(frames[4])
        case "error": result = .error(try JSONText.decode(WireError.self, from: frames[4]))
        default: throw WireError(.invalid, "an answer is ok or error")
        }
    }
}

package enum AnswerResult: Hashable, Sendable {
    case ok([UInt8])
    case error(WireError)
}
