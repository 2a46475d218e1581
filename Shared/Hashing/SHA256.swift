internal import CSodium

/// SHA-256, as lower-case hexadecimal digits: of keys (only hashes are stored), command bodies and files.
package enum SHA256 {
    package static func hex(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }
}
