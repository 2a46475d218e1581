internal import Hashing
internal import TownModel
internal import Wire

/// Bodies in parts.
extension VerbRule {
    static let blobs: [VerbRule] = [
        .command(BlobPut.self) { (put, transaction) throws(LedgerError) in
            try transaction.put(put)
            return Done()
        }
    ]
}

extension Transaction {
    fileprivate func put(_ put: BlobPut) throws(LedgerError) {
        let hexadecimal = Set("0123456789abcdef".utf8)
        guard put.hash.utf8.count == 64, put.hash.utf8.allSatisfy(hexadecimal.contains) else {
            throw .refuse(.invalid, "not a SHA-256: \(put.hash.debugDescription)", hint: "64 hexadecimal digits")
        }
        guard (0..<WireLimits.blobPartsMax).contains(put.part) else {
            throw .refuse(.tooLarge, "a body has at most \(WireLimits.blobPartsMax) parts", about: put.hash)
        }
        let bytes = put.bytes.bytes
        guard bytes.count <= WireLimits.blobPartBytesMax else {
            throw .refuse(.tooLarge, "part \(put.part) is over \(WireLimits.blobPartBytesMax) bytes", about: put.hash)
        }
        // What nobody used within its time goes with the next part that comes.
        try write("DELETE FROM blob_parts WHERE at < ?", .int(now.milliseconds - BeadLimits.blobAgeMaxMilliseconds))
        try write(
            "INSERT OR REPLACE INTO blob_parts (hash, part, at, bytes) VALUES (?, ?, ?, ?)", .text(put.hash),
            .int(Int64(put.part)), .int(now.milliseconds), .blob(bytes))
    }

    /// The whole body; refused when a part is missing. It is gone with the command that takes it.
    func takeBlob(_ hash: String) throws(LedgerError) -> [UInt8] {
        let parts = try rows("SELECT bytes FROM blob_parts WHERE hash = ? ORDER BY part", .text(hash)) {
            (row) throws(SQLiteFailure) in row.blob(0)
        }
        let bytes = Array(parts.joined())
        guard SHA256.hex(bytes) == hash else {
            throw .refuse(
                .notFound, "the body \(hash.prefix(12)) is not here whole: \(parts.count) parts of it are",
                about: hash, hint: "blob.put its parts again, then the same command")
        }
        try write("DELETE FROM blob_parts WHERE hash = ?", .text(hash))
        return bytes
    }
}
