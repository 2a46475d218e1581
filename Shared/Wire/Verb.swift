/// A change that the store is asked to make. One type a verb; its stored properties are the JSON body.
package protocol Command: Codable, Hashable, Sendable {
    associatedtype Reply: Codable & Hashable & Sendable
    /// `<noun>.<verb>`, e.g. `mail.send`.
    static var verb: String { get }
    /// The body as it is sent: what `JSONText.encode` gives, or the same bytes put together faster.
    var json: [UInt8] { get }
    /// The reply as it is stored and sent: what `JSONText.encode` gives, or the same bytes put together faster.
    static func json(of reply: Reply) -> [UInt8]
    /// What `JSONText.decode` gives, or the same value read faster.
    static func decode(_ body: [UInt8]) throws(WireError) -> Self
    /// The same of a reply.
    static func reply(from body: [UInt8]) throws(WireError) -> Reply
}

extension Command {
    package var json: [UInt8] { JSONText.encode(self) }

    package static func json(of reply: Reply) -> [UInt8] { JSONText.encode(reply) }

    package static func decode(_ body: [UInt8]) throws(WireError) -> Self {
        try JSONText.decode(Self.self, from: body)
    }

    package static func reply(from body: [UInt8]) throws(WireError) -> Reply {
        try JSONText.decode(Reply.self, from: body)
    }
}

/// A command that is sent most of all: where its body is plain, it is read by hand. See `JSONMembers`.
package protocol PlainCommand: Command {
    /// nil for anything but the keys that are known and values of their kind: then the general decoder has the word.
    init?(_ plain: PlainObject)
}

extension PlainCommand {
    package static func decode(_ body: [UInt8]) throws(WireError) -> Self {
        if let plain = PlainObject(body), let command = Self(plain) { return command }
        return try JSONText.decode(Self.self, from: body)
    }
}

/// A question. The answer is true for the sequence in its headers.
package protocol Query: Codable, Hashable, Sendable {
    associatedtype Reply: Codable & Hashable & Sendable
    static var verb: String { get }
    /// As of a command.
    static func json(of reply: Reply) -> [UInt8]
}

extension Query {
    package static func json(of reply: Reply) -> [UInt8] { JSONText.encode(reply) }
}

/// A word to whoever listens now: published under `~<stream>.<verb>.<subject>`, never stored, never sequenced.
package protocol Signal: Codable, Hashable, Sendable {
    static var verb: String { get }
}

/// The reply of a command that has nothing to say but that it was done.
package struct Done: Codable, Hashable, Sendable {
    package init() {}
}
