import Host
import TownModel
import Wire

/// A session, with what of it can be found on this machine now.
struct SeanceRow: Encodable {
    let session: Session
    let preset: String?
    let bead: BeadID?
    let title: String?
    /// Where it works or worked; nil: that is gone.
    let worktree: String?
    /// In which its program wrote the conversation down; nil: it was not told, or is gone.
    let transcript: String?
    let seconds: Int64
    let ended: AssignmentEnd?

    init(_ record: SessionRecord, _ layout: TownLayout, now: Timestamp) {
        session = record.session
        preset = record.presetName(layout)
        bead = record.bead
        title = record.title
        worktree = record.standing(layout)
        transcript = record.session.program?.transcript.flatMap { Files.isRegular($0) ? $0 : nil }
        seconds = record.session.startedAt.duration(to: record.session.endedAt ?? now).components.seconds
        ended = record.ended
    }
}

extension SessionRecord {
    /// Of residents' sessions of earlier versions only their directories know it, as long as those are there.
    func presetName(_ layout: TownLayout) -> String? {
        if let preset { return preset }
        // None, or one that can't be read, tells nothing: nobody knows it then.
        return try? SessionDirectory(layout.session(session.incarnation)).assignment().preset
    }

    /// Its worktree, if it still is there.
    func standing(_ layout: TownLayout) -> String? {
        worktree.map { "\(layout.root)/\($0)" }.flatMap { Files.isDirectory($0) ? $0 : nil }
    }
}

/// Sessions for people.
enum SeanceText {
    static func table(_ rows: [SeanceRow], _ screen: Screen) -> String {
        guard !rows.isEmpty else { return "no sessions; gt sling gives work to a rig's workers" }
        var table = TextTable()
        for row in rows {
            table.add(
                .init(row.session.incarnation.text, .bold), .init(row.session.agent.description),
                .init(row.preset ?? "-"), .init(row.bead?.text ?? "-", .cyan),
                .init(screen.age(row.session.startedAt), .dim), .init(Age.text(.seconds(row.seconds)), .dim),
                end(row, screen), .init(conversation(row, screen)))
        }
        return table.text(screen)
    }

    private static func end(_ row: SeanceRow, _ screen: Screen) -> TextTable.Cell {
        guard row.session.state == .ended else { return SessionText.cell(row.session, screen) }
        if let how = row.ended?.how { return .init(how.rawValue, how == .failed ? .red : .dim) }
        guard let status = row.session.exitStatus else { return .init("ended", .dim) }
        return .init("ended with \(status)", status == 0 ? .dim : .red)
    }

    private static func conversation(_ row: SeanceRow, _ screen: Screen) -> String {
        guard let program = row.session.program else { return "-" }
        return screen.plain(program.id) + (row.transcript == nil ? "" : " (written down)")
    }
}
