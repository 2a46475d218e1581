internal import CSodium

/// SHA-256, as lower-case hexadecimal digits: of keys (only hashes are stored), command bodies and files.
package enum SHA256 {
    package static func hex(_ bytes: [UInt8]) -> String {
        let size = Int(crypto_hash_sha256_BYTES)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { digest in
            guard let start = digest.baseAddress else { preconditionFailure("room for a digest is not nothing") }
            crypto_hash_sha256(start, bytes, UInt64(bytes.count))
            return String(unsafeUninitializedCapacity: 2 * size) { text in
                for place in 0..<size {
                    text[2 * place] = digit(digest[place] >> 4)
                    text[2 * place + 1] = digit(digest[place] & 15)
                }
                return 2 * size
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }
}
