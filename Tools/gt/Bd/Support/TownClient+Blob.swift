import TownModel
import Wire

extension TownClient {
    /// Sends a body that may be larger than a message; the command that uses it names the hash.
    func put(_ bytes: [UInt8]) async throws(CommandFailure) -> String {
        let parts = max(1, (bytes.count + WireLimits.blobPartBytesMax - 1) / WireLimits.blobPartBytesMax)
        guard parts <= WireLimits.blobPartsMax else {
            let bytesMax = WireLimits.blobPartBytesMax * WireLimits.blobPartsMax
            throw CommandFailure(
                .badData, code: "too-large", "the file has \(bytes.count) bytes, one import takes \(bytesMax)",
                hint: "split it at a line: each part is imported by itself")
        }
        let hash = ContentHash.hex(bytes)
        for part in 0..<parts {
            let start = part * WireLimits.blobPartBytesMax
            let end = min(start + WireLimits.blobPartBytesMax, bytes.count)
            _ = try await command(BlobPut(hash: hash, part: part, bytes: JSONBytes(Array(bytes[start..<end]))))
        }
        return hash
    }
}
