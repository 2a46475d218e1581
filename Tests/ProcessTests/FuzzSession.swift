import TownTesting
import Wire

/// What one hostile connection says, from greeting to silence; all of it from a random source.
struct FuzzSession {
    enum Kind: CaseIterable {
        case noise, greeting, handshake, command, request, frames, truncated, oversized, crowd, subscription
    }

    /// The socket's file.
    var socket: String
    /// Said first, and the answer waited for: empty for one that gets the beginning wrong already.
    var hello: [UInt8] = []
    var bytes: [UInt8]
    var isGreeted: Bool { !hello.isEmpty }

    init(_ random: inout SeededRandom, verbs: [(verb: String, kind: String, body: [UInt8])], key: String) {
        // Long ones are rare: a hundred thousand sessions have to go by.
        let kinds = Kind.allCases.filter { $0 != .oversized } + (random.chance(3) ? [.oversized] : [])
        let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
        socket = kind == .subscription || random.chance(10) ? "store.feed" : "store.req"
        let feed = socket == "store.feed"
        if ![.noise, .greeting, .handshake].contains(kind) {
            hello = Zmtp.greeting + Zmtp.ready(feed ? "SUB" : "DEALER")
        }
        switch kind {
        case .noise: bytes = random.bytes(upTo: 200)
        case .greeting: bytes = random.mutated(Zmtp.greeting) + random.bytes(upTo: 80)
        case .handshake:
            let types = ["DEALER", "REQ", "PUB", "ROUTER", "XSUB", "", String(repeating: "x", count: 300)]
            let ready = Zmtp.ready(types[Int.random(in: 0..<types.count, using: &random)])
            bytes = Zmtp.greeting + random.mutated(ready) + random.bytes(upTo: 40)
        case .command:
            let names = ["PING", "PONG", "ERROR", "SUBSCRIBE", "CANCEL", "READY", "HELLO", ""]
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            bytes = random.mutated(Zmtp.command(name, random.bytes(upTo: 60)))
        case .request:
            let count = Int.random(in: 1...3, using: &random)
            bytes = (0..<count).reduce(into: []) { said, _ in
                said += Zmtp.message(
                    Self.request(&random, verbs, key).map { random.chance(30) ? random.mutated($0) : $0 })
            }
        case .frames:
            bytes = random.mutated(Zmtp.message(Self.request(&random, verbs, key)))
        case .truncated:
            let whole = Zmtp.message(Self.request(&random, verbs, key))
            bytes = Array(whole.prefix(Int.random(in: 0..<whole.count, using: &random)))
        case .oversized:
            let sizes: [UInt64] = [1 << 20, (1 << 20) + 1, 1 << 31, 1 << 62, .max]
            let size = sizes[Int.random(in: 0..<sizes.count, using: &random)]
            bytes = Zmtp.head(size, isLast: random.chance(50)) + random.bytes(upTo: 2000)
        case .crowd:
            let frames = (0..<Int.random(in: 7...60, using: &random)).map { _ in random.bytes(upTo: 8) }
            bytes = Zmtp.message([Request.magic, Array("c".utf8)] + frames)
        case .subscription:
            bytes = (0..<4).reduce(into: []) { said, _ in
                said += Zmtp.message([[UInt8.random(in: 0...2, using: &random)] + random.bytes(upTo: 300)])
            }
        }
    }

    /// A request as it should be; now and then with a key, so that what commands are made of is reached too.
    private static func request(
        _ random: inout SeededRandom, _ verbs: [(verb: String, kind: String, body: [UInt8])], _ key: String
    ) -> [[UInt8]] {
        let verb = verbs[Int.random(in: 0..<verbs.count, using: &random)]
        let headers = random.chance(3) ? "{\"key\":\"\(key)\"}" : "{}"
        let id = "fuzz-\(random.next())"
        return [
            Request.magic, Array(id.utf8), Array(verb.kind.utf8), Array(verb.verb.utf8), Array(headers.utf8),
            random.chance(60) ? random.mutated(verb.body) : verb.body,
        ]
    }
}

/// The transport's own words (ZMTP 3.0, RFC 23).
enum Zmtp {
    static let greeting: [UInt8] =
        [0xFF] + [UInt8](repeating: 0, count: 8) + [0x7F, 3, 0] + Array("NULL".utf8) + [UInt8](repeating: 0, count: 48)

    static func ready(_ type: String) -> [UInt8] {
        let size = UInt32(type.utf8.count)
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * UInt32($0))) }
        return command("READY", [11] + Array("Socket-Type".utf8) + length + Array(type.utf8))
    }

    static func command(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let said = [UInt8(name.utf8.count)] + Array(name.utf8) + body
        let size = UInt64(said.count)
        return size < 256 ? [4, UInt8(size)] + said : [6] + long(size) + said
    }

    static func message(_ frames: [[UInt8]]) -> [UInt8] {
        frames.enumerated().reduce(into: []) { bytes, frame in
            bytes += head(UInt64(frame.element.count), isLast: frame.offset + 1 == frames.count) + frame.element
        }
    }

    /// What stands before a frame.
    static func head(_ size: UInt64, isLast: Bool) -> [UInt8] {
        let more: UInt8 = isLast ? 0 : 1
        return size < 256 ? [more, UInt8(size)] : [more | 2] + long(size)
    }

    private static func long(_ size: UInt64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * UInt64($0))) }
    }
}

extension SeededRandom {
    fileprivate mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 1...count, using: &self)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// One to four small changes: bits, bytes that mean something, pieces lost, doubled or put in.
    fileprivate mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !bytes.isEmpty else { return self.bytes(upTo: 8) }
            let place = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...16, using: &self))
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1:
                bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x5B, 0x7B, 0x5C][Int.random(in: 0..<9, using: &self)]
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.insert(contentsOf: self.bytes(upTo: 8), at: place)
            }
        }
        return bytes
    }
}
