import Glibc
import Host
import Testing

/// What a power loss would leave of the store's log: a killed process loses nothing that it wrote, synced or not.
enum PowerLoss {
    /// Cuts the log where its last sync ended that the record of its writes and syncs shows.
    static func cut(_ layout: TownLayout, by record: StraceRecord) throws {
        guard let bytes = synced(record) else { return }
        try #require(truncate("\(layout.ledger)-wal", off_t(bytes)) == 0)
    }

    /// Bytes of the log that are on disk for sure; nil when nothing was written to it.
    static func synced(_ record: StraceRecord) -> Int? {
        var written: Int?
        var synced: Int?
        var underWay: [Substring: Int] = [:]
        for line in record.lines {
            let process = line.prefix { $0 != " " }
            if let write = Write(line) {
                // What lay before the first write was there before; from its front on the log begins anew.
                if written == nil || write.offset == 0 { (written, synced, underWay) = (0, write.offset, [:]) }
                written = max(written ?? 0, write.offset + write.bytes)
            }
            if line.contains(" fdatasync(") { underWay[process] = written }
            if line.contains("fdatasync"), line.hasSuffix("= 0"), let covered = underWay.removeValue(forKey: process) {
                synced = max(synced ?? 0, covered)
            }
        }
        return synced
    }

    /// `7 pwrite64(21</…-wal>, ""..., 4096, 56) = 4096`, or without its end.
    private struct Write {
        let bytes: Int
        let offset: Int

        init?(_ line: Substring) {
            guard line.contains(" pwrite64(") else { return nil }
            let numbers = line.split(separator: ", ").suffix(2).map { Int($0.prefix { $0.isNumber }) }
            guard numbers.count == 2, let bytes = numbers[0], let offset = numbers[1] else { return nil }
            self.bytes = bytes
            self.offset = offset
        }
    }
}
