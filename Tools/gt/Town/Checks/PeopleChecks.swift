import BeadsFormat
import TownModel
import Wire

extension Check {
    static let held = Check("held-elsewhere", why: "nobody is given a bead that somebody holds by hand") {
        examination in
        _ = try examination.status()
        let client = examination.client
        let taken = try await client.query(
            BeadList(
                selection: BeadSelection(statuses: [.inProgress, .hooked]), limit: WireLimits.pageRowsMax)
        ).beads
        var elsewhere: [Bead] = []
        for bead in taken {
            let detail = try await client.query(BeadShow(ids: [bead.id.text])).beads.first
            guard let detail, detail.assignment == nil, detail.request == nil else { continue }
            if let holder = detail.bead.assignee.flatMap({ Address($0) }), holder.hasHook,
                detail.bead.status == .hooked,
                try await client.query(HookShow(agent: holder)).bead?.id == bead.id
            {
                continue
            }
            elsewhere.append(detail.bead)
        }
        guard !elsewhere.isEmpty else { return [.fine("beads", "all that are taken are on a hook or in a queue")] }
        return elsewhere.map { bead in
            .warning(
                bead.id.text, "\(bead.status.rawValue), held by \(bead.assignee ?? "nobody named"), on no hook",
                next: "gt close \(bead.id) when it is done; whoever holds it must give it back otherwise")
        }
    }

    static let people = Check("people", why: "what waits for a person waits for ever otherwise") { examination in
        let unread = try examination.status().overseerUnread
        let gates = try await examination.gatesForPeople()
        var found: [Finding] = []
        if !gates.isEmpty {
            let named = gates.prefix(DoctorLimits.named).map { "\($0.id) (\($0.title))" }.joined(separator: ", ")
            let more = gates.count - min(gates.count, DoctorLimits.named)
            found.append(
                .warning(
                    "escalations", "\(gates.count) open: \(named)" + (more > 0 ? " and \(more) more" : ""),
                    next: "gt show <id>; gt close <id> lets what waits for it go on"))
        }
        if unread > 0 {
            found.append(.warning("inbox", "\(unread) unread letters to you", next: "gt mail inbox"))
        }
        return found.isEmpty ? [.fine("escalations and inbox", "nothing waits for you")] : found
    }
}

extension Examination {
    /// Open gates that neither a clock nor another bead opens.
    fileprivate func gatesForPeople() async throws -> [(id: String, title: String)] {
        let query = BeadLines(
            selection: BeadSelection(types: [.gate]), order: BeadOrder(), limit: WireLimits.pageRowsMax)
        var gates: [(id: String, title: String)] = []
        for line in try await client.query(query).lines {
            let bead = try BeadLine(Array(line.text.utf8)[...])
            let opensItself = [GateCreate.Kind.timer, .bead].map(\.rawValue).contains(bead.text(.awaitType))
            if !opensItself { gates.append((bead.id, bead.text(.title) ?? "")) }
        }
        return gates
    }
}
