import BeadsFormat
import Host
import TownModel
import Wire

/// Brings what others have changed in a shared file into the ledger, against the last state that both sides knew.
struct SharedFileMerge {
    let client: TownClient
    let call: Invocation
    let shared: SharedBranch

    struct Result {
        var report: ImportReport
        var gone: [String]
    }

    /// nil when nobody has changed it.
    ///
    /// - Parameters:
    ///   - blob: the file as it is there, in `commit`.
    ///   - ignoringBase: merges two-way.
    func run(
        _ file: SharedBranch.File, blob: String, in commit: CommitID, base: MergeBase?, ignoringBase: Bool
    ) async throws -> Result? {
        let known = base?.known?.blob
        guard blob != known || ignoringBase else { return nil }
        let merged = MergedFile(name: file.name, state: .init(blob: blob, commit: commit), over: known)
        let lines = try lines(of: try await bytes(of: blob, file), file, commit)
        // A base that is not here any more is as none: the report says that it was merged without.
        var before: [BeadLine]?
        if let known, !ignoringBase, let bytes = try await shared.git.bytes(ofBlob: known, bytesMax: bytesMax) {
            before = try BeadsFile(bytes).beads
        }
        let delta = BeadsDelta(lines, base: before)
        let report = try await client.importBeads(
            BeadsDelta.bytes(delta.lines), called: file.path, base: delta.base, into: file.home, merged, call)
        return Result(report: report, gone: delta.gone)
    }

    private var bytesMax: Int { CommandLimits.beadsFileBytesMax }

    private func bytes(of blob: String, _ file: SharedBranch.File) async throws -> [UInt8] {
        guard let bytes = try await shared.git.bytes(ofBlob: blob, bytesMax: bytesMax) else {
            throw CommandFailure(
                .refused, code: "not-found", "\(file.path) of \(shared.name) was not fetched", about: file.path,
                hint: "the same command again")
        }
        return bytes
    }

    /// Throws unless every line is a bead of its own: what can't be read would be missing from the next file.
    private func lines(
        of bytes: [UInt8], _ file: SharedBranch.File, _ commit: CommitID
    ) throws(CommandFailure) -> [BeadLine] {
        let place = "\(file.path) of \(shared.name), \(commit.short)"
        let read: BeadsFile
        do {
            read = try BeadsFile(bytes)
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", "\(place): \(error)", about: file.path,
                hint: "correct it in the remote's branch, then sync again; nothing of it was merged")
        }
        let bad = read.findings.first { $0.kind == .broken || $0.kind == .duplicateID }
        guard let bad else { return read.beads }
        throw CommandFailure(
            .badData, code: "invalid",
            "\(place), line \(bad.line): \(bad.kind.rawValue)\(bad.detail.map { ": \($0)" } ?? "")", about: file.path,
            hint: "correct it in the remote's branch, then sync again; nothing of it was merged")
    }
}
