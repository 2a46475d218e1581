import CZeroMQ
package import TownModel

/// A CURVE secret: 40 characters of Z85, for 32 bytes. Does not print itself.
package struct CurveSecret: Hashable, Sendable, CustomStringConvertible {
    /// For the file it is kept in, and for libzmq; for nobody else.
    package let text: String
    package let publicKey: PublicKey

    package var description: String { "secret of \(publicKey)" }

    /// nil for anything that is no secret.
    package init?(_ text: String) {
        guard PublicKey(text) != nil else { return nil }
        var open = Z85.room
        guard zmq_curve_public(&open, text) == 0, let publicKey = PublicKey(Z85.text(open)) else { return nil }
        self.text = text
        self.publicKey = publicKey
    }

    private init(text: String, publicKey: PublicKey) {
        self.text = text
        self.publicKey = publicKey
    }

    /// A fresh one, from the system's random source. Its public key does not begin like an option on a command line.
    package static func fresh() throws(CurveUnavailable) -> CurveSecret {
        while true {
            var (open, secret) = (Z85.room, Z85.room)
            guard zmq_curve_keypair(&open, &secret) == 0, let publicKey = PublicKey(Z85.text(open)) else {
                throw CurveUnavailable()
            }
            if !publicKey.text.hasPrefix("-") { return CurveSecret(text: Z85.text(secret), publicKey: publicKey) }
        }
    }
}

extension PublicKey {
    /// Whether the 40 characters stand for 32 bytes: not all do.
    package var isUsable: Bool {
        var bytes = [UInt8](repeating: 0, count: 32)
        return zmq_z85_decode(&bytes, text) != nil
    }

    /// The key of 32 bytes; nil for any other number.
    init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        var text = Z85.room
        guard zmq_z85_encode(&text, bytes, bytes.count) != nil else { return nil }
        self.init(Z85.text(text))
    }
}

/// This libzmq was built without CURVE: no town is reached over TCP with it.
package struct CurveUnavailable: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String { "this machine's libzmq was built without CURVE (libsodium)" }
}

/// What a client over TCP proves and expects: its own pair, and the town's key.
package struct CurveIdentity: Hashable, Sendable {
    package var town: PublicKey
    package var secret: CurveSecret

    package init(town: PublicKey, secret: CurveSecret) {
        self.town = town
        self.secret = secret
    }
}

/// Keys as libzmq writes them: 40 characters and the NUL behind them.
private enum Z85 {
    static let room = [CChar](repeating: 0, count: 41)

    static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
