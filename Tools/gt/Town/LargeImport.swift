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
        guard LargeImport.isNeeded(for: bytes) else {
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
}

/// Brings a file that is too large for one command into the ledger part by part. Interrupted and run again it goes on: each
/// part's command has an id of its own, and what was carried out is answered as it was.
struct LargeImport {
    let client: TownClient
    let home: BeadHome
    let call: Invocation

    func run(_ bytes: [UInt8]) async throws -> ImportReport {
        let hash = String(SHA256.hex(bytes).prefix(32))
        var whole = ImportReport()
        var (start, line, number) = (0, 1, 0)
        let begin = ContinuousClock.now
        var told = begin
        while start < bytes.count {
            let (end, lines) = Self.part(of: bytes, from: start)
            let part = BeadImportPart(home: home, text: JSONBytes(Array(bytes[start..<end])), firstLine: line)
            whole.add(
                try await client.command(part, id: CommandID(composed: "import", "\(home)", hash, "\(number)")))
            (start, line, number) = (end, line + lines, number + 1)
            if told.duration(to: .now) > CommandLimits.progressAfter {
                told = .now
                call.note("\(whole.beads) beads, \(start * 100 / bytes.count) %")
            }
        }
        while try await client.command(BeadImportEnd(home: home)).isMore {}
        return whole
    }

    /// Whole lines, as many as a part may have; one line at least.
    private static func part(of bytes: [UInt8], from start: Int) -> (end: Int, lines: Int) {
        var (end, lines) = (start, 0)
        while end < bytes.count, lines < WireLimits.importPartBeads {
            let next = (bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
            if lines > 0, next - start > WireLimits.importPartBytesMax { break }
            (end, lines) = (next, lines + 1)
        }
        return (end, lines)
    }

    static func isNeeded(for bytes: [UInt8]) -> Bool {
        bytes.count > WireLimits.blobPartBytesMax * WireLimits.blobPartsMax
            || bytes.count { $0 == UInt8(ascii: "\n") } > WireLimits.importBeadsMax
    }
}

extension ImportReport {
    fileprivate mutating func add(_ part: ImportReport) {
        beads += part.beads
        created += part.created
        changed += part.changed
        unchanged += part.unchanged
        refused += part.refused
        counts.merge(part.counts, uniquingKeysWith: +)
        findings = Array((findings + part.findings).prefix(CommandLimits.importFindingsMax))
    }
}
