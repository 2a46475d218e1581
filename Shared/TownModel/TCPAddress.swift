/// `tcp://host:port`, with a host's name or address (IPv6 in brackets), and nothing else: no other transport is spoken
/// between machines.
package struct TCPAddress: TextID {
    package let host: String
    package let port: UInt16

    package var text: String { "tcp://\(host):\(port)" }

    package init?(_ text: String) {
        guard text.hasPrefix("tcp://") else { return nil }
        let rest = text.dropFirst("tcp://".count)
        guard let colon = rest.lastIndex(of: ":"), let port = UInt16(rest[rest.index(after: colon)...]), port > 0,
            Self.isHost(rest[..<colon])
        else { return nil }
        host = String(rest[..<colon])
        self.port = port
    }

    private init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// The same host one port higher, where a town's feed is unless something else was said; nil after the last port.
    package var next: TCPAddress? { port < .max ? TCPAddress(host: host, port: port + 1) : nil }

    /// Where something that listens here is reached from its own machine.
    package var fromHere: TCPAddress {
        switch host {
        case "*", "0.0.0.0": TCPAddress(host: "127.0.0.1", port: port)
        case "[::]": TCPAddress(host: "[::1]", port: port)
        default: self
        }
    }

    private static func isHost(_ text: Substring) -> Bool {
        if text == "*" { return true }
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inner = text.dropFirst().dropLast()
            return inner.contains(":") && inner.utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") }
        }
        guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 253 else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        IDAlphabet.isLower(byte) || IDAlphabet.isUpper(byte) || IDAlphabet.isDigit(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        IDAlphabet.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
