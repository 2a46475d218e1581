import BeadsFormat
import Host
import LedgerStorage
import TownModel
import Wire

/// The town's `beads` directory: a file of beads for each home, in which only the store writes.
///
/// It knows how each file was when it had written it, also after a restart; one that somebody else has touched since is kept
/// under another name before it is replaced.
struct ExportFolder {
    let directory: String
    /// Where it is remembered how the files were.
    let memory: String
    private let reader: ExportReader
    private var mark: ExportMark?
    private var entries: [String: [ExportFile.Entry]] = [:]
    private var stamps: [String: FileStamp]
    /// Of each home, since the last commit.
    private(set) var uncommitted: [String: ExportFile.Changes] = [:]
    /// Files that were kept because somebody else had touched them; the caller tells of them.
    private(set) var kept: [String] = []

    init(directory: String, memory: String, ledger: String) throws {
        self.directory = directory
        self.memory = memory
        reader = try ExportReader(path: ledger)
        stamps =
            Files.exists(memory)
            ? try JSONText.decode(type(of: stamps), from: Files.read(memory, bytesMax: 1 << 20)) : [:]
    }

    /// Brings the files up to the ledger of now; gives the beads in each.
    mutating func write(at now: Timestamp) throws -> [String: Int] {
        kept = []
        let lines = try reader.lines(since: mark, at: now)
        var byHome = Dictionary(grouping: lines.lines, by: \.home)
        if lines.isWhole {
            // A home whose last bead is gone still has its file.
            for name in Files.names(in: directory) where name.hasSuffix(Self.ending) {
                byHome[String(name.dropLast(Self.ending.count)), default: []] += []
            }
        }
        let before = stamps
        for (home, changed) in byHome.sorted(by: { $0.key < $1.key }) {
            try write(changed, isWhole: lines.isWhole, home: home, at: now)
        }
        if stamps != before { try Files.writeAtomically(JSONText.encode(stamps), to: memory) }
        mark = lines.mark
        return entries.mapValues(\.count)
    }

    mutating func committed() { uncommitted = [:] }

    private static let ending = ".jsonl"

    private mutating func write(
        _ lines: [ExportLines.Line], isWhole: Bool, home: String, at now: Timestamp
    ) throws {
        let path = "\(directory)/\(home)\(Self.ending)"
        let there = Files.exists(path) ? try Files.read(path, bytesMax: .max) : []
        let isOurs = stamps[home] == FileStamp(of: path)
        let old = isOurs ? entries[home] ?? Self.entries(of: there) : Self.entries(of: there)
        let file: ExportFile
        if !isWhole, isOurs, let old = entries[home] {
            file = ExportFile(old, there, lines)
        } else {
            // The change list is not enough where the file is not the one that was written last.
            file = ExportFile(isWhole ? lines : try reader.lines(since: nil, at: now).lines.filter { $0.home == home })
        }
        if file.bytes != there {
            // What is empty where there was something is never the ledger's word: beads are not forgotten.
            guard !file.bytes.isEmpty || there.isEmpty else {
                throw HostError.unreadable(path: path, reason: "the ledger has no bead for it, and the file has some")
            }
            if !isOurs, !there.isEmpty { try keep(there, path, now) }
            try Files.writeAtomically(file.bytes, to: path, mode: 0o644)
            let changes = file.changes(from: old ?? [], old == nil ? [] : there)
            uncommitted[home] = (uncommitted[home] ?? .init()) + changes
        }
        entries[home] = file.entries
        stamps[home] = FileStamp(of: path)
    }

    /// Nothing of what somebody wrote there is lost.
    private mutating func keep(_ bytes: [UInt8], _ path: String, _ now: Timestamp) throws {
        let time = now.description.filter { $0 != "-" && $0 != ":" && $0 != "." }
        let aside = "\(path).kept-\(time)"
        try Files.writeAtomically(bytes, to: aside, mode: 0o644)
        kept.append(aside)
    }

    /// The lines of a file that an earlier run wrote; nil for what is no file of beads.
    private static func entries(of bytes: [UInt8]) -> [ExportFile.Entry]? {
        var entries: [ExportFile.Entry] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
                // What is no bead is no line of ours: the caller keeps the file.
                let line = try? BeadLine(rest[..<end])
            else { return nil }
            entries.append(.init(id: line.id, length: end + 1 - rest.startIndex))
            rest = rest[(end + 1)...]
        }
        return entries
    }
}

/// How a file was: whoever touches it changes this.
struct FileStamp: Hashable, Codable {
    var device: UInt64
    var inode: UInt64
    var bytes: Int
    var changedAt: Timestamp

    /// nil when there is none.
    init?(of path: String) {
        guard let identity = Files.identity(of: path), let bytes = Files.size(of: path),
            let changedAt = Files.changedAt(path)
        else { return nil }
        device = identity.device
        inode = identity.inode
        self.bytes = bytes
        self.changedAt = changedAt
    }
}
