import Host
import LedgerStorage
import TownModel

/// One home's file as it was written last: which lines it has, so that a change costs the lines that changed and a copy of
/// the rest, and equals a file that is written anew.
struct ExportFile {
    struct Entry: Hashable {
        var id: String
        /// With the newline.
        var length: Int
    }

    /// What one writing changed.
    struct Changes: Hashable {
        var added = 0
        var changed = 0
        var removed = 0

        var isEmpty: Bool { added == 0 && changed == 0 && removed == 0 }

        static func + (one: Changes, other: Changes) -> Changes {
            Changes(
                added: one.added + other.added, changed: one.changed + other.changed,
                removed: one.removed + other.removed)
        }
    }

    private(set) var entries: [Entry] = []
    private(set) var bytes: [UInt8] = []
    /// From the file that it follows from; of a whole file nothing is known.
    private(set) var spliced: Changes?

    /// A whole file is made of its lines one after the other, sorted by id.
    init() {}

    mutating func append(_ line: ExportLine) { append(line.id, line.bytes ?? []) }

    /// The file that follows from another's bytes by what has changed in it.
    init(_ old: [Entry], _ oldBytes: [UInt8], _ lines: [ExportLine]) {
        bytes.reserveCapacity(oldBytes.count + lines.reduce(0) { $0 + ($1.bytes?.count ?? 0) })
        entries.reserveCapacity(old.count + lines.count)
        var changes = Changes()
        var rest = lines[...]
        var start = 0
        // Lines that follow each other unchanged are copied as one.
        var run = 0
        for entry in old {
            while let first = rest.first, Self.precedes(first.id, entry.id) {
                copy(oldBytes, start, &run)
                append(first)
                if first.bytes != nil { changes.added += 1 }
                rest = rest.dropFirst()
            }
            if let first = rest.first, first.id == entry.id {
                copy(oldBytes, start, &run)
                append(first)
                if first.bytes == nil {
                    changes.removed += 1
                } else if first.bytes.map({ $0[...] }) != oldBytes[start..<(start + entry.length)] {
                    changes.changed += 1
                }
                rest = rest.dropFirst()
            } else {
                entries.append(entry)
                run += entry.length
            }
            start += entry.length
        }
        copy(oldBytes, start, &run)
        for line in rest {
            append(line)
            if line.bytes != nil { changes.added += 1 }
        }
        spliced = changes
    }

    /// `end`: where the run ends in the old bytes, and the line that is not part of it begins.
    private mutating func copy(_ old: [UInt8], _ end: Int, _ run: inout Int) {
        if run > 0 { bytes += old[(end - run)..<end] }
        run = 0
    }

    private mutating func append(_ id: String, _ line: [UInt8]) {
        guard !line.isEmpty else { return }
        entries.append(Entry(id: id, length: line.count))
        bytes += line
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// How this file differs from one with these lines.
    func changes(from old: [Entry], _ oldBytes: [UInt8]) -> Changes {
        var changes = Changes()
        var (mine, theirs) = (entries[...], old[...])
        var (at, there) = (0, 0)
        while true {
            switch (mine.first, theirs.first) {
            case (let new?, let known?) where new.id == known.id:
                let isSame =
                    new.length == known.length
                    && bytes[at..<(at + new.length)] == oldBytes[there..<(there + known.length)]
                if !isSame { changes.changed += 1 }
                mine.removeFirst()
                theirs.removeFirst()
                at += new.length
                there += known.length
            case (let new?, let known) where known == nil || Self.precedes(new.id, known?.id ?? ""):
                changes.added += 1
                mine.removeFirst()
                at += new.length
            case (_, let known?):
                changes.removed += 1
                theirs.removeFirst()
                there += known.length
            default: return changes
            }
        }
    }
}
