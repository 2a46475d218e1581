import Glibc
import Host
import TownModel
import Wire

/// `gt restore --check` and `--settle`: a restored ledger beside the world.
struct Reconciling {
    let client: TownClient

    func run(_ call: Invocation, settles: Bool) async throws {
        let status = try await client.query(TownStatus())
        guard let restored = status.restored else {
            throw CommandFailure(
                .refused, code: "already",
                "nothing waits for a comparison: the ledger was not restored, or it is settled",
                hint: status.stopped == nil ? "gt status" : "gt thaw lets the town go on")
        }
        let difference = try await WorldSight(client: client.asReader).difference()
        var report = Report(restored: restored, found: difference)
        if settles {
            report.ended = try await RunningAgents(layout: client.layout).end(only: Set(difference.sessions))
            let note = Self.note(difference)
            let reply = try await client.command(TownReconcile(landed: difference.landed, note: note))
            report.closed = reply.closed
        }
        call.answer(report) { report.text($0, settles: settles) }
    }

    private static func note(_ found: WorldSight.Difference) -> String {
        let kept = found.worktrees + found.heads.filter { $0.landedAs == nil }.map(\.ref) + found.rescues + found.rigs
        return "landed before: \(found.landed.count); unknown agents ended: \(found.sessions.count); kept: "
            + (kept.isEmpty ? "nothing" : kept.joined(separator: ", "))
    }

    /// What was found, and, when it was settled, done.
    struct Report: Encodable {
        let restored: String
        let found: WorldSight.Difference
        /// A line a session.
        var ended: [String]?
        /// Beads that had landed and are closed now.
        var closed: [BeadID]?

        func text(_ screen: Screen, settles: Bool) -> String {
            var lines = ["the ledger was \(screen.plain(restored))"]
            func tell(_ what: String, _ items: [String]) {
                guard !items.isEmpty else { return }
                lines.append("\(what):")
                lines += items.map { "  \(screen.plain($0))" }
            }
            if let closed {
                tell("closed, for their work had landed", closed.map(\.text))
                tell("agents that it does not know, ended", ended ?? [])
            } else {
                tell("had landed; would be closed", found.landed.map { "\($0.bead) as \($0.tip)" })
                tell("agents that it does not know; would be ended, their work saved", found.sessions.map(\.text))
            }
            tell("worktrees that it does not know, kept", found.worktrees)
            tell(
                "work handed in that it does not know, kept",
                found.heads.filter { $0.landedAs == nil }.map { "\($0.ref) (\($0.rig))" })
            tell("saved work that it does not know, kept", found.rescues)
            tell("directories of rigs that it does not know, kept", found.rigs)
            if lines.count == 1 { lines.append("nothing differs: it knows all sessions, worktrees and refs") }
            lines.append(
                settles
                    ? "settled; what waits in its merge queue and is in the target already is landed as such"
                        + "\n    next: gt thaw lets the town go on"
                    : "nothing was changed\n    next: gt restore --settle")
            return lines.joined(separator: "\n")
        }
    }
}
