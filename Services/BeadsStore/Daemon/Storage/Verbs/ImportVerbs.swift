internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A Beads file into the ledger.
extension VerbRule {
    static let imports: [VerbRule] = [
        .command(BeadImport.self) { (command, transaction) throws(LedgerError) in
            var work = FileImport(transaction, home: command.home)
            return try work.run(command)
        },
        .command(BeadImportPart.self) { (command, transaction) throws(LedgerError) in
            var work = FileImport(transaction, home: command.home, isPart: true)
            return try work.run(command)
        },
        .command(BeadImportEnd.self) { (command, transaction) throws(LedgerError) in
            let reply = try transaction.endImport(of: command.home)
            if !reply.isMore, let merged = command.merged { try transaction.setBase(merged) }
            return reply
        },
    ]
}

/// One import at work. What the file says of a bead that is here goes through the one merge; then the row, its edges, labels
/// and line are made those of the merged line, and in the end everything that follows from them is settled at once.
///
/// A file is no command about a bead: it skips nothing, closes no epic and takes nothing from anybody.
private struct FileImport {
    private let transaction: Transaction
    private let home: BeadHome
    /// What is new waits for the rest of its file.
    private let isPart: Bool
    private var report = ImportReport()
    private var refused: [ImportFinding] = []
    private var chosen: [ImportFinding] = []
    private var odd: [ImportFinding] = []
    private var touched: Set<BeadID> = []

    init(_ transaction: Transaction, home: BeadHome, isPart: Bool = false) {
        self.transaction = transaction
        self.home = home
        self.isPart = isPart
    }

    mutating func run(_ command: BeadImport) throws(LedgerError) -> ImportReport {
        let file = try read(try transaction.takeBlob(command.blob), about: command.blob)
        let base = try command.base.map { (hash) throws(LedgerError) in
            try read(try transaction.takeBlob(hash), about: hash).beads
        }
        guard file.beads.count <= WireLimits.importBeadsMax else {
            throw .refuse(
                .tooLarge, "the file has \(file.beads.count) beads, one import takes \(WireLimits.importBeadsMax)",
                about: command.blob, hint: "send it in parts: bead.import-part")
        }
        let report = try merge(file, base, isShared: command.merged != nil)
        if let merged = command.merged {
            try refuseToLose()
            try transaction.setBase(merged)
        }
        return report
    }

    /// What does not go in would be missing from the file that is written next.
    private func refuseToLose() throws(LedgerError) {
        guard let first = refused.first else { return }
        let place = [first.line.map { "line \($0)" }, first.id].compactMap(\.self).joined(separator: ", ")
        throw .refuse(
            .conflict,
            "\(refused.count) of the file's lines can't be taken, and nothing was: \(place): \(first.kind)"
                + (first.detail.map { ": \($0)" } ?? ""),
            about: first.id, hint: "correct that line in the shared file, or give one of two beads another id there")
    }

    mutating func run(_ part: BeadImportPart) throws(LedgerError) -> ImportReport {
        var file = try read(part.text.bytes, about: "line \(part.firstLine)")
        guard part.text.bytes.count <= WireLimits.importPartBytesMax else {
            throw .refuse(.tooLarge, "the part is over \(WireLimits.importPartBytesMax) bytes")
        }
        file.shiftLines(by: part.firstLine - 1)
        let base = try part.base.map { (bytes) throws(LedgerError) in
            try read(bytes.bytes, about: "the base of line \(part.firstLine)").beads
        }
        let report = try merge(file, base, isShared: part.isShared == true)
        if part.isShared == true { try refuseToLose() }
        return report
    }

    /// - Parameter isShared: then a rig that was removed has its beads still, and their file is written still.
    private mutating func merge(
        _ file: BeadsFile, _ base: [BeadLine]?, isShared: Bool
    ) throws(LedgerError) -> ImportReport {
        if let name = home.rig {
            let isKept = try transaction.rig(name) != nil && isShared
            if !isKept { _ = try transaction.knownRig(name) }
        }
        report.beads = file.beads.count
        try note(file.findings)
        let before = base.map { lastByID($0) }
        for (id, line) in lastByID(file.beads).sorted(by: { $0.key < $1.key }) {
            try take(line, as: id, base: before?[id], isTwoWay: base == nil)
        }
        for line in file.beads where BeadID(line.id) == nil {
            refused.append(ImportFinding(id: line.id, kind: "bad-id", detail: "no id of a bead"))
        }
        try transaction.settleImported(touched)
        if !touched.isEmpty {
            let note = "\(report.created) new, \(report.changed) changed of \(report.beads)"
            try transaction.emitImported(touched.sorted(), of: home, note: note)
        }
        return finished()
    }

    private func read(_ bytes: [UInt8], about: String) throws(LedgerError) -> BeadsFile {
        do throws(FileFault) {
            return try BeadsFile(bytes)
        } catch {
            throw .refuse(.invalid, "\(error)", about: about, hint: "nothing of it was taken")
        }
    }

    /// Where an id comes twice, its last line counts, as in every merge.
    private func lastByID(_ beads: [BeadLine]) -> [BeadID: BeadLine] {
        var found: [BeadID: BeadLine] = [:]
        for line in beads { if let id = BeadID(line.id) { found[id] = line } }
        return found
    }

    private mutating func take(
        _ theirs: BeadLine, as id: BeadID, base: BeadLine?, isTwoWay: Bool
    ) throws(LedgerError) {
        guard let row = try transaction.bead(id) else {
            report.created += 1
            return try write(theirs, over: nil, as: id)
        }
        let ours = try transaction.line(of: row)
        if ours.bytes == theirs.bytes || base?.bytes == theirs.bytes { return report.unchanged += 1 }
        guard theirs.time(.createdAt) == nil || theirs.time(.createdAt) == row.bead.createdAt else {
            return refused.append(
                ImportFinding(
                    id: id.text, kind: "collision",
                    detail: "another bead has this id here since \(row.bead.createdAt); the file's is from "
                        + "\(theirs.text(.createdAt) ?? "")"))
        }
        if isTwoWay { report.twoWay = (report.twoWay ?? 0) + 1 }
        let merge = BeadsMerge(base: isTwoWay ? nil : base.map { [$0] } ?? [], ours: [ours], theirs: [theirs])
        for conflict in merge.conflicts {
            chosen.append(
                ImportFinding(
                    id: conflict.id, kind: conflict.kind.rawValue,
                    detail: [conflict.key, conflict.lost].compactMap { $0 }.joined(separator: ": ")))
        }
        guard let merged = merge.beads.first, merged.bytes != ours.bytes else { return report.unchanged += 1 }
        report.changed += 1
        try write(merged, over: row, as: id)
    }

    private mutating func write(_ line: BeadLine, over old: BeadRow?, as id: BeadID) throws(LedgerError) {
        var fields = LineFields(line, at: transaction.now)
        if let old, try transaction.isHeldHere(old) {
            let kept = LineFields(old)
            if fields.status != kept.status || fields.assignee != kept.assignee {
                chosen.append(
                    ImportFinding(
                        id: id.text, kind: "held-here",
                        detail: "the file says \(fields.status.rawValue), \(fields.assignee ?? "nobody's"); here it is "
                            + "\(old.bead.status.rawValue), and stays so"))
            }
            fields.keepState(of: kept)
        }
        // What waited before goes on waiting.
        if isPart && old == nil || old?.marks.contains(.importing) == true { fields.marks.insert(.importing) }
        try transaction.writeImported(fields, line, over: old, as: id, home: home)
        touched.insert(id)
    }

    private mutating func note(_ findings: [BeadFinding]) throws(LedgerError) {
        for finding in findings {
            let known = ImportFinding(
                line: finding.line, id: finding.id, kind: finding.kind.rawValue, detail: finding.detail)
            switch finding.kind {
            case .broken: refused.append(known)
            // The rest of the file may have it.
            case .danglingEdge where isPart: continue
            case .danglingEdge:
                // The ledger may have what the file has not.
                let target = finding.detail.flatMap(BeadID.init)
                if try target.map({ (id) throws(LedgerError) in try transaction.standing(of: id) != nil }) != true {
                    odd.append(known)
                }
            default: odd.append(known)
            }
        }
    }

    private func finished() -> ImportReport {
        var report = report
        let all = refused + chosen + odd
        report.refused = refused.count
        for finding in all { report.counts[finding.kind, default: 0] += 1 }
        report.findings = Array(all.prefix(BeadLimits.importFindingsMax))
        return report
    }
}

extension LineFields {
    /// Who has it and how far it is: a file never changes that of a bead that somebody here works on.
    fileprivate mutating func keepState(of other: LineFields) {
        status = other.status
        assignee = other.assignee
        closedAt = other.closedAt
        closeReason = other.closeReason
        outcome = other.outcome
        if other.labels.contains(SubmittedLabel.text) { labels = Set(labels + [SubmittedLabel.text]).sorted() }
    }
}
