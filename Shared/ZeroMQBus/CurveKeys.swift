package import Bus
import CZeroMQ
package import TownModel

/// A pair of CURVE keys as libzmq makes them. The secret is written to its file and nowhere else.
package struct CurvePair: Sendable {
    package let publicKey: PublicKey
    /// 40 characters of Z85.
    package let secret: String
}

/// What libzmq knows of keys: `libzmq` is used in this room alone.
package enum CurveKeys {
    /// Characters of a key, and the NUL behind it.
    private static let room = 41

    /// A pair from the system's random source, whose public key does not begin like an option on a command line.
    package static func makePair() throws(BusError) -> CurvePair {
        while true {
            var (open, secret) = ([CChar](repeating: 0, count: room), [CChar](repeating: 0, count: room))
            guard zmq_curve_keypair(&open, &secret) == 0, let key = PublicKey(text(open)) else {
                throw .transport("libzmq makes no CURVE keys: it was built without them")
            }
            if !key.text.hasPrefix("-") { return CurvePair(publicKey: key, secret: text(secret)) }
        }
    }

    /// The public key that belongs to a secret; nil when that is none.
    package static func publicKey(of secret: String) -> PublicKey? {
        guard PublicKey(secret) != nil else { return nil }
        var open = [CChar](repeating: 0, count: room)
        guard zmq_curve_public(&open, secret) == 0 else { return nil }
        return PublicKey(text(open))
    }

    /// Whether the 40 characters stand for 32 bytes: not all do.
    package static func isUsable(_ key: PublicKey) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 32)
        return zmq_z85_decode(&bytes, key.text) != nil
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
