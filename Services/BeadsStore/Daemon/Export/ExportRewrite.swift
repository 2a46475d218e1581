import Host
import LedgerStorage

/// A home's file made anew, line by line: nothing is written for as long as it is what already lies there, and no more
/// than a piece of either is held.
final class ExportRewrite {
    let path: String
    /// How the file was when this began; nil: there was none.
    let stamp: FileStamp?
    private(set) var file = ExportFile()
    private var old: ExportOldLines?
    private var draft: FileDraft?
    private var changes = ExportFile.Changes()
    /// The bytes up to here are the old file's.
    private var same = 0

    init(of path: String) throws(HostError) {
        self.path = path
        stamp = FileStamp(of: path)
        old = Files.exists(path) ? ExportOldLines(of: try FileSource(path)) : nil
    }

    func append(_ line: ExportLine) throws(HostError) {
        guard let bytes = line.bytes else { return }
        file.append(line.id, length: bytes.count)
        if try old?.skip(bytes) ?? false {
            guard draft != nil else { return same += bytes.count }
        } else {
            try count(line.id, bytes)
        }
        try begin().append(bytes[...])
    }

    /// How the lines differ from the old ones; nil: not at all. Then the file is what it should be.
    func finish() throws(HostError) -> ExportFile.Changes? {
        while try dropOld() { _ = try begin() }
        guard draft != nil else { return nil }
        return old?.isForeign == true ? .init(added: file.count) : changes
    }

    /// Puts the file in its place. `finish` comes first.
    func publish() throws(HostError) {
        // Not synced: what a power loss takes is seen by its stamp and written anew.
        try begin().publish(isDurable: false)
        draft = nil
    }

    /// What is written from here on is another file than the old one.
    private func begin() throws(HostError) -> FileDraft {
        if let draft { return draft }
        let draft = try FileDraft(of: path, mode: 0o644)
        if let old { try draft.copy(0..<same, of: old.source) }
        self.draft = draft
        return draft
    }

    private func count(_ id: String, _ bytes: [UInt8]) throws(HostError) {
        while let known = try old?.nextID(), ExportFile.precedes(known, id) { _ = try dropOld() }
        // What stood between was removed.
        if try old?.skip(bytes) ?? false { return }
        guard let known = try old?.nextID(), known.utf8.elementsEqual(id.utf8) else { return changes.added += 1 }
        changes.changed += 1
        _ = try old?.advance()
    }

    /// False at the old file's end.
    private func dropOld() throws(HostError) -> Bool {
        if try old?.nextID() != nil { changes.removed += 1 }
        return try old?.advance() ?? false
    }
}
