import Hashing
import Host
import TownModel
import Wire

extension TownClient {
    /// Brings a file's bytes to the store, in parts; gives the name by which a command finds them.
    func upload(_ path: String, _ call: Invocation) async throws -> String {
        let most = WireLimits.blobPartBytesMax * WireLimits.blobPartsMax
        if let size = Files.size(of: path), size > most {
            throw CommandFailure(
                .badData, code: "too-large", "\(path) has \(size) bytes; \(most) can be taken at once", about: path,
                hint: "split it: each part is a file of its own")
        }
        return try await upload(try Files.read(path, bytesMax: most), called: path, call)
    }

    func upload(_ bytes: [UInt8], called name: String, _ call: Invocation) async throws -> String {
        let hash = SHA256.hex(bytes)
        let size = WireLimits.blobPartBytesMax
        let count = max(1, (bytes.count + size - 1) / size)
        let begin = ContinuousClock.now
        var isTold = false
        for part in 0..<count {
            let piece = bytes[min(part * size, bytes.count)..<min((part + 1) * size, bytes.count)]
            _ = try await command(BlobPut(hash: hash, part: part, bytes: JSONBytes(Array(piece))))
            if !isTold, begin.duration(to: .now) > CommandLimits.progressAfter {
                isTold = true
                call.note("sending \(name): \(part + 1) of \(count) parts")
            }
        }
        return hash
    }
}
