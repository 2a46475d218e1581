import LedgerStorage

/// A file that follows from the one before by what has changed in it: which stretches of the old one stay, and what comes
/// between them. It costs the lines that changed; the rest is copied by whoever has the old file, unread.
struct ExportSplice {
    enum Piece: Hashable {
        /// Bytes of the old file.
        case old(Range<Int>)
        case new([UInt8])
    }

    private(set) var pieces: [Piece] = []
    private(set) var file = ExportFile()
    private(set) var changes = ExportFile.Changes()

    /// - Parameters:
    ///   - lines: sorted by id.
    ///   - read: bytes of the old file.
    init<Failure: Error>(
        _ old: ExportFile, _ lines: [ExportLine], read: (Range<Int>) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        // Up to here the old file is dealt with: the entry, and its first byte.
        var (next, start) = (0, 0)
        var kept = 0..<0
        for line in lines {
            let (place, isThere) = old.place(of: line.id, from: next)
            let end = old.entries[next..<place].reduce(start) { $0 + $1.length }
            file.append(old.entries[next..<place])
            kept = kept.lowerBound..<end
            (next, start) = (place, end)
            let bytes = line.bytes ?? []
            if isThere {
                let range = end..<(end + old.entries[place].length)
                (next, start) = (place + 1, range.upperBound)
                guard try read(range) != bytes else {
                    file.append(line.id, length: bytes.count)
                    kept = kept.lowerBound..<start
                    continue
                }
                if bytes.isEmpty { changes.removed += 1 } else { changes.changed += 1 }
            } else if !bytes.isEmpty {
                changes.added += 1
            }
            add(.old(kept))
            add(.new(bytes))
            file.append(line.id, length: bytes.count)
            kept = start..<start
        }
        file.append(old.entries[next...])
        add(.old(kept.lowerBound..<old.entries[next...].reduce(start) { $0 + $1.length }))
    }

    private mutating func add(_ piece: Piece) {
        switch piece {
        case .old(let range) where range.isEmpty: break
        case .new(let bytes) where bytes.isEmpty: break
        default: pieces.append(piece)
        }
    }
}
