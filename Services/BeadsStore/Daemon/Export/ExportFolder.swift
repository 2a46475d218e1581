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
    /// Files with beads of which the ledger has none: they stay as they are, and are not the ledger's.
    private(set) var left: [String] = []

    /// The names of the files that lie there as the ledger wrote them, in this run or before.
    var names: [String] {
        stamps.filter { $0.value == FileStamp(of: path($0.key)) }.keys.sorted().map { "\($0)\(Self.ending)" }
    }

    /// What a file's name says of whose beads are in it.
    static func home(ofFile name: String) -> String { String(name.dropLast(ending.count)) }

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
        (kept, left) = ([], [])
        let before = stamps
        let (next, fresh, changed) = try read(since: mark, at: now)
        if let fresh {
            for (home, file) in fresh.sorted(by: { $0.key < $1.key }) { try write(file, home, now) }
        } else {
            try write(changed, at: now)
        }
        if stamps != before { try Files.writeAtomically(JSONText.encode(stamps), to: memory) }
        mark = next
        return entries.mapValues(\.count)
    }

    /// Whole files, or the lines that have changed.
    private func read(
        since mark: ExportMark?, at now: Timestamp
    ) throws -> (ExportMark, fresh: [String: ExportFile]?, changed: [String: [ExportLine]]) {
        var fresh: [String: ExportFile]?
        var changed: [String: [ExportLine]] = [:]
        let next = try reader.read(since: mark, at: now) { isWhole in
            guard isWhole else { return }
            // A home whose last bead is gone still has its file.
            let homes = Files.names(in: directory).filter { $0.hasSuffix(Self.ending) }.map(Self.home)
            fresh = Dictionary(uniqueKeysWithValues: homes.map { ($0, ExportFile()) })
        } each: { line in
            if fresh == nil {
                changed[line.home, default: []].append(line)
            } else {
                fresh?[line.home, default: ExportFile()].append(line)
            }
        }
        return (next, fresh, changed)
    }

    private mutating func write(_ changed: [String: [ExportLine]], at now: Timestamp) throws {
        var anew: Set<String> = []
        for (home, lines) in changed.sorted(by: { $0.key < $1.key }) {
            let path = self.path(home)
            guard let old = entries[home], stamps[home] == FileStamp(of: path) else {
                anew.insert(home)
                continue
            }
            let file = ExportFile(old, Files.exists(path) ? try Files.read(path, bytesMax: .max) : [], lines)
            guard let changes = file.spliced, !changes.isEmpty, !leaves(path, for: file) else { continue }
            try put(file, changes, home)
        }
        // The change list is not enough where the file is not the one that was written last.
        guard !anew.isEmpty, let whole = try read(since: nil, at: now).fresh else { return }
        for home in anew.sorted() { try write(whole[home] ?? ExportFile(), home, now) }
    }

    mutating func committed() { uncommitted = [:] }

    private static let ending = ".jsonl"

    private func path(_ home: String) -> String { "\(directory)/\(home)\(Self.ending)" }

    private mutating func write(_ file: ExportFile, _ home: String, _ now: Timestamp) throws {
        let path = self.path(home)
        let there = Files.exists(path) ? try Files.read(path, bytesMax: .max) : []
        if file.bytes != there {
            let isOurs = stamps[home] == FileStamp(of: path)
            let old = (isOurs ? entries[home] : nil) ?? Self.entries(of: there)
            if leaves(path, for: file) { return }
            if !isOurs, !there.isEmpty { try keep(there, path, now) }
            return try put(file, file.changes(from: old ?? [], old == nil ? [] : there), home)
        }
        entries[home] = file.entries
        stamps[home] = FileStamp(of: path)
    }

    /// What is empty where there was something is never the ledger's word: beads are not forgotten. A file of a rig that is
    /// not here yet is such a one, as it comes with a repository that was cloned.
    private mutating func leaves(_ path: String, for file: ExportFile) -> Bool {
        guard file.bytes.isEmpty else { return false }
        left.append(path)
        return true
    }

    /// Not synced: what a power loss takes is seen by its stamp and written anew.
    private mutating func put(_ file: ExportFile, _ changes: ExportFile.Changes, _ home: String) throws {
        let path = self.path(home)
        try Files.writeAtomically(file.bytes, to: path, mode: 0o644, isDurable: false)
        uncommitted[home] = (uncommitted[home] ?? .init()) + changes
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
