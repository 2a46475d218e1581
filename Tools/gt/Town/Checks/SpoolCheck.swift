import Host
import TownModel
import Wire

extension Check {
    static let spool = Check("spool", why: "what was accepted there is carried out only when the store takes it") {
        examination in
        let entries = try SpoolBook(examination.layout).entries()
        let shown = examination.short(examination.layout.spool)
        var found: [Finding] = []
        let refused = entries.filter { $0.state == .refused }
        if !refused.isEmpty {
            found.append(
                .warning(
                    shown, "\(refused.count) commands were refused and are kept: \(names(refused))",
                    next: "gt spool list; gt spool retry or drop deals with each"))
        }
        let waiting = entries.filter { $0.state == .waiting }
        if let oldest = waiting.first {
            let what = "\(waiting.count) commands wait"
            if examination.isStoreAway {
                found.append(.warning(shown, "\(what) for the store", next: "gt up"))
            } else if isStuck(oldest) {
                found.append(
                    .broken(shown, "\(what), and the store does not take them", next: "gt logs beads-store says why"))
            }
        }
        return found.isEmpty ? [.fine(shown, "nothing waits, and nothing was refused")] : found
    }

    private static func names(_ entries: [SpoolEntry]) -> String {
        let shown = entries.prefix(DoctorLimits.named).map { UntrustedText.line($0.id?.text ?? $0.name) }
        let more = entries.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// What can't even be read should have been set aside.
    private static func isStuck(_ entry: SpoolEntry) -> Bool {
        guard let accepted = entry.acceptedAt else { return true }
        return accepted.duration(to: Surroundings.now) > CommandLimits.spoolDrainWait
    }
}
