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
    private var files: [String: ExportFile] = [:]
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
        // Drafts of a store that was killed.
        for name in Files.names(in: directory) where name.contains(/\.jsonl\.new-[0-9]+$/) {
            try Files.removeTree("\(directory)/\(name)")
        }
    }

    /// Brings the files up to the ledger of now; gives the beads in each.
    mutating func write(at now: Timestamp) throws -> [String: Int] {
        (kept, left) = ([], [])
        let before = stamps
        let (next, fresh, changed) = try read(since: mark, at: now)
        if let fresh {
            for (home, file) in fresh.sorted(by: { $0.key < $1.key }) { try finish(file, home, now) }
        } else {
            try write(changed, at: now)
        }
        if stamps != before { try Files.writeAtomically(JSONText.encode(stamps), to: memory) }
        mark = next
        return files.mapValues(\.count)
    }

    /// Whole files (of these homes, or of all), or the lines that have changed.
    private func read(
        since mark: ExportMark?, at now: Timestamp, only homes: Set<String>? = nil
    ) throws -> (ExportMark, fresh: [String: ExportRewrite]?, changed: [String: [ExportLine]]) {
        var fresh: [String: ExportRewrite]?
        var changed: [String: [ExportLine]] = [:]
        var failure: HostError?
        let next = try reader.read(since: mark, at: now) { isWhole in
            if isWhole { fresh = [:] }
        } each: { line in
            guard fresh != nil else { return changed[line.home, default: []].append(line) }
            guard failure == nil, homes?.contains(line.home) ?? true else { return }
            do throws(HostError) {
                let known = fresh?[line.home]
                let file = if let known { known } else { try ExportRewrite(of: path(line.home)) }
                fresh?[line.home] = file
                try file.append(line)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        if fresh != nil {
            // A home whose last bead is gone still has its file.
            let there = Files.names(in: directory).filter { $0.hasSuffix(Self.ending) }.map(Self.home)
            for home in homes ?? Set(there) where fresh?[home] == nil {
                fresh?[home] = try ExportRewrite(of: path(home))
            }
        }
        return (next, fresh, changed)
    }

    private mutating func write(_ changed: [String: [ExportLine]], at now: Timestamp) throws {
        var anew: Set<String> = []
        for (home, lines) in changed.sorted(by: { $0.key < $1.key }) where try !splice(lines, home) {
            anew.insert(home)
        }
        // The change list is not enough where the file is not the one that was written last.
        guard !anew.isEmpty, let whole = try read(since: nil, at: now, only: anew).fresh else { return }
        for (home, file) in whole.sorted(by: { $0.key < $1.key }) { try finish(file, home, now) }
    }

    /// False where the file is not the one that was written last.
    private mutating func splice(_ lines: [ExportLine], _ home: String) throws -> Bool {
        let path = self.path(home)
        guard let old = files[home], stamps[home] == FileStamp(of: path) else { return false }
        let source = Files.exists(path) ? try FileSource(path) : nil
        let splice = try ExportSplice(old, lines) { range in try source?.read(range) ?? [] }
        guard !splice.changes.isEmpty, !leaves(path, for: splice.file) else { return true }
        let draft = try FileDraft(of: path, mode: 0o644)
        for piece in splice.pieces {
            switch piece {
            case .old(let range): if let source { try draft.copy(range, of: source) }
            case .new(let bytes): try draft.append(bytes[...])
            }
        }
        guard stamps[home] == FileStamp(of: path) else { return false }
        // Not synced: what a power loss takes is seen by its stamp and written anew.
        try draft.publish(isDurable: false)
        note(splice.file, splice.changes, home)
        return true
    }

    mutating func committed() { uncommitted = [:] }

    private static let ending = ".jsonl"

    private func path(_ home: String) -> String { "\(directory)/\(home)\(Self.ending)" }

    private mutating func finish(_ file: ExportRewrite, _ home: String, _ now: Timestamp) throws {
        let changes = try file.finish()
        let stamp = FileStamp(of: file.path)
        guard changes != nil || stamp != file.stamp else {
            files[home] = file.file
            stamps[home] = stamp
            return
        }
        if leaves(file.path, for: file.file) { return }
        if stamps[home] != stamp, (stamp?.bytes ?? 0) > 0 { try keep(file.path, now) }
        try file.publish()
        note(file.file, changes ?? .init(), home)
    }

    /// What is empty where there was something is never the ledger's word: beads are not forgotten. A file of a rig that is
    /// not here yet is such a one, as it comes with a repository that was cloned.
    private mutating func leaves(_ path: String, for file: ExportFile) -> Bool {
        guard file.isEmpty else { return false }
        left.append(path)
        return true
    }

    private mutating func note(_ file: ExportFile, _ changes: ExportFile.Changes, _ home: String) {
        uncommitted[home] = (uncommitted[home] ?? .init()) + changes
        files[home] = file
        stamps[home] = FileStamp(of: path(home))
    }

    /// Nothing of what somebody wrote there is lost.
    private mutating func keep(_ path: String, _ now: Timestamp) throws {
        let time = now.description.filter { $0 != "-" && $0 != ":" && $0 != "." }
        let aside = "\(path).kept-\(time)"
        let source = try FileSource(path)
        let draft = try FileDraft(of: aside, mode: 0o644)
        try draft.copy(0..<source.size, of: source)
        try draft.publish()
        kept.append(aside)
    }
}
