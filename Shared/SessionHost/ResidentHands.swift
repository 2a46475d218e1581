import Host
package import ResidentCore
package import RoleRuntime
import TownModel
import Wire

/// Residents between the core of the service that hosts them, the wire and the host.
package struct ResidentHands: Sendable {
    private let sessions: any ResidentSessions

    package init(_ sessions: any ResidentSessions) { self.sessions = sessions }

    package func outbox(_ effect: ResidentEffect) -> Deed {
        switch effect {
        case .sayFurnished(let resident, let key):
            say(resident, "furnished", closes: "furnish") { AgentFurnished(incarnation: $0, key: key) }
        case .sayStarted(let resident, let shim):
            say(resident, "started", closes: "host") { SessionStarted(incarnation: $0, shim: shim) }
        case .sayEnded(let resident, let exitStatus, let reason):
            say(resident, "ended", closes: "leave") {
                SessionEnded(incarnation: $0, exitStatus: exitStatus, reason: reason)
            }
        case .sayLeftOver(let resident, let reason): escalate(resident, reason)
        case .furnish(let resident): hands("furnish", resident)
        case .start(let resident): hands("host", resident)
        case .end(let resident): hands("leave", resident)
        case .watch(let resident, _):
            // In a line of its own: it takes as long as the session, and everything else goes on meanwhile.
            hands("attend", resident, subject: "watch/\(resident.agent)", leavesTraces: false)
        case .wake(let moment): .wake(at: moment)
        }
    }

    private func say(
        _ resident: Resident, _ word: String, closes hands: String, _ command: (Incarnation) -> some Command
    ) -> Deed {
        let incarnation = Self.incarnation(resident)
        return .say(
            CommandDraft(
                command(incarnation), id: CommandID(composed: word, incarnation.text),
                subject: resident.agent.description, closes: [CommandID(composed: hands, incarnation.text)]))
    }

    private func escalate(_ resident: Resident, _ reason: String) -> Deed {
        let word = "left-over/\(Self.incarnation(resident))"
        let source = "\(resident.agent.rig?.text ?? "town")/\(word)"
        let text = """
            The session of \(resident.agent) could not be ended: \(reason). It works in \(resident.worktree), which is not \
            touched; ending it is tried again.
            """
        return .say(
            CommandDraft(
                EscalationRaise(severity: .high, text: text, source: source, about: resident.bead),
                id: CommandID(composed: "escalate", source), subject: word))
    }

    private func hands(
        _ kind: String, _ resident: Resident, subject: String? = nil, leavesTraces: Bool = true
    ) -> Deed {
        .hands(
            HandsDraft(
                intent: CommandID(composed: kind, Self.incarnation(resident).text), kind: kind, detail: resident,
                subject: subject ?? resident.agent.description, leavesTraces: leavesTraces))
    }

    private static func incarnation(_ resident: Resident) -> Incarnation {
        guard let run = resident.run else { preconditionFailure("nothing is done about a resident without a session") }
        return run.incarnation
    }

    package func perform(_ effect: ResidentEffect) async -> [ResidentEvent] {
        switch effect {
        case .sayFurnished, .sayStarted, .sayEnded, .sayLeftOver, .wake: []
        case .furnish(let resident): [await furnish(resident)]
        case .start(let resident): [await start(resident)]
        case .watch(let resident, let shim):
            await sessions.waitForEnd(of: shim) ? [.processEnded(resident)] : []
        case .end(let resident): [await end(resident)]
        }
    }

    private func furnish(_ resident: Resident) async -> ResidentEvent {
        do throws(HostError) {
            return .furnished(resident, key: try await sessions.furnish(resident))
        } catch {
            return .failed(resident, reason: "\(error)")
        }
    }

    private func start(_ resident: Resident) async -> ResidentEvent {
        do throws(HostError) {
            guard let shim = try await sessions.start(resident) else { return .notNow(resident) }
            return .started(resident, shim: shim)
        } catch {
            return .failed(resident, reason: "\(error)")
        }
    }

    private func end(_ resident: Resident) async -> ResidentEvent {
        do throws(HostError) {
            return .sessionGone(resident, exitStatus: try await sessions.end(resident))
        } catch {
            return .endFailed(resident, reason: "\(error)")
        }
    }
}
