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
        var buffer = [CChar](repeating: 0, count: Self.bytesWithEnd)
        guard zmq_curve_public(&buffer, text) == 0, let publicKey = PublicKey(Self.text(buffer)) else { return nil }
        self.text = text
        self.publicKey = publicKey
    }

    private init(text: String, publicKey: PublicKey) {
        self.text = text
        self.publicKey = publicKey
    }

    /// A fresh one. Throws `transport` where this libzmq was built without CURVE.
    package static func fresh() throws(CurveUnavailable) -> CurveSecret {
        var open = [CChar](repeating: 0, count: bytesWithEnd)
        var secret = open
        guard zmq_curve_keypair(&open, &secret) == 0, let publicKey = PublicKey(text(open)) else {
            throw CurveUnavailable()
        }
        return CurveSecret(text: text(secret), publicKey: publicKey)
    }

    private static let bytesWithEnd = 41

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
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
