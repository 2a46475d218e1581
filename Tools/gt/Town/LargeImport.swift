import BeadsFormat
import Hashing
import Host
import TownModel
import Wire

extension TownClient {
    /// Merges a file into the ledger: by one command, or, when it is too large for that, in parts.
    func importBeads(
        _ bytes: [UInt8], called name: String, base: String? = nil, into home: BeadHome, _ call: Invocation,
        id: CommandID? = nil
    ) async throws -> ImportReport {
        guard LargeImport.isNeeded(for: bytes, call.surroundings) else {
            let blob = try await upload(bytes, called: name, call)
            var known: String?
            if let base { known = try await upload(base, call) }
            return try await command(BeadImport(home: home, blob: blob, base: known), id: id)
        }
        guard base == nil, id == nil else {
            throw CommandFailure(
                .badData, code: "too-large",
                "\(name) has over \(WireLimits.importBeadsMax) beads: it is taken in parts",
                about: name, hint: "leave --base and --id out; run again, it goes on where it was")
        }
        return try await LargeImport(client: self, home: home, call: call).run(bytes)
    }

    /// Merges lines of a shared file, with the base's lines of the same beads (nil: there is none), and makes the file's
    /// state the base of its next merge.
    func importBeads(
        _ bytes: [UInt8], called name: String, base: [BeadLine]?, into home: BeadHome, _ merged: MergedFile,
        _ call: Invocation
    ) async throws -> ImportReport {
        guard LargeImport.isNeeded(for: bytes, call.surroundings) else {
            let blob = try await upload(bytes, called: name, call)
            var known: String?
            if let base { known = try await upload(BeadsDelta.bytes(base), called: "the base of \(name)", call) }
            return try await command(BeadImport(home: home, blob: blob, base: known, merged: merged))
        }
        return try await LargeImport(client: self, home: home, call: call, base: base, merged: merged).run(bytes)
    }
}

/// Brings a file that is too large for one command into the ledger part by part. Interrupted and run again it goes on: each
/// part's command has an id of its own, and what was carried out is answered as it was.
struct LargeImport {
    let client: TownClient
    let home: BeadHome
    let call: Invocation
    private let merged: MergedFile?
    /// Of a shared file: what both sides last knew of each bead.
    private let before: BaseLines?

    init(client: TownClient, home: BeadHome, call: Invocation, base: [BeadLine]? = nil, merged: MergedFile? = nil) {
        self.client = client
        self.home = home
        self.call = call
        self.merged = merged
        before = base.map(BaseLines.init)
    }

    func run(_ bytes: [UInt8]) async throws -> ImportReport {
        // The same lines over another base, or from another commit, are another import.
        let about = merged.map { "\($0.name) \($0.state.commit) \($0.over ?? "")" } ?? ""
        let hash = String(SHA256.hex(Array("\(SHA256.hex(bytes)) \(about)".utf8)).prefix(32))
        var whole = ImportReport()
        var (start, line, number) = (0, 1, 0)
        let begin = ContinuousClock.now
        var told = begin
        while start < bytes.count {
            let (end, lines, known) = part(of: bytes, from: start)
            let part = BeadImportPart(
                home: home, text: JSONBytes(Array(bytes[start..<end])), base: known.map(JSONBytes.init),
                firstLine: line, isShared: merged == nil ? nil : true)
            whole.add(
                try await client.command(part, id: CommandID(composed: "import", "\(home)", hash, "\(number)")))
            (start, line, number) = (end, line + lines, number + 1)
            if told.duration(to: .now) > CommandLimits.progressAfter {
                told = .now
                call.note("\(whole.beads) beads, \(start * 100 / bytes.count) %")
            }
        }
        while try await client.command(BeadImportEnd(home: home, merged: merged)).isMore {}
        return whole
    }

    /// Whole lines, as many as a part may have with what is known of their beads; one line at least.
    private func part(of bytes: [UInt8], from start: Int) -> (end: Int, lines: Int, known: [UInt8]?) {
        var (end, lines) = (start, 0)
        var known: [UInt8] = []
        while end < bytes.count, lines < WireLimits.importPartBeads {
            let next = (bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
            let before = before?[bytes[end..<next].dropLast()] ?? []
            let size = next - start + known.count + before.count
            if lines > 0, size > WireLimits.importPartBytesMax { break }
            known += before
            (end, lines) = (next, lines + 1)
        }
        return (end, lines, before == nil ? nil : known)
    }

    /// `GT_IMPORT_BEADS`: what one command takes, in tests that need parts and not many thousands of beads.
    static func isNeeded(for bytes: [UInt8], _ surroundings: Surroundings) -> Bool {
        let fewer = surroundings.value("GT_IMPORT_BEADS").flatMap { Int($0) } ?? .max
        return bytes.count > WireLimits.blobPartBytesMax * WireLimits.blobPartsMax
            || bytes.count { $0 == UInt8(ascii: "\n") } > min(fewer, WireLimits.importBeadsMax)
    }
}

/// The lines of a base, found by the line of the same bead.
private struct BaseLines {
    private let lines: [[UInt8]: [UInt8]]

    init(_ base: [BeadLine]) {
        lines = Dictionary(base.map { (Array($0.id.utf8), BeadsDelta.bytes([$0])) }) { $1 }
    }

    subscript(line: ArraySlice<UInt8>) -> [UInt8]? {
        // What is no bead has no base either; the store names it.
        (try? BeadLine(line)).flatMap { lines[Array($0.id.utf8)] }
    }
}
