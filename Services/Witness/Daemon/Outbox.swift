import PluginHost
package import RoleRuntime
import SessionHost
import TownModel
import Wire
import WitnessCore

// From the core's effects to what the runtime does about them.
extension WitnessBody {
    package func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .sayClaim(let bead, let attempt):
            Self.say(DispatchClaim(bead: bead, attempt: attempt), "claim/\(bead)/\(attempt)", about: "claim/\(bead)")
        case .sayPrepared(let number, let incarnation, let base, let key):
            Self.say(
                AssignmentPrepared(number: number, base: base, key: key), "prepared/\(incarnation)",
                about: "\(number)", closes: "prepare/\(incarnation)")
        case .sayStarted(let number, let incarnation, let shim):
            Self.say(
                SessionStarted(incarnation: incarnation, shim: shim), "started/\(incarnation)", about: "\(number)",
                closes: "start/\(incarnation)")
        case .sayEnded(let number, let incarnation, let exitStatus):
            Self.say(
                SessionEnded(incarnation: incarnation, exitStatus: exitStatus), "ended/\(incarnation)",
                about: "\(number)", closes: "end/\(incarnation)")
        case .sayReturn(let number, let reason, let limitedUntil):
            Self.say(
                AssignmentReturn(number: number, reason: reason, limitedUntil: limitedUntil), "return/\(number)",
                about: "\(number)")
        case .sayJudged(let number, let incarnation, let state, let evidence):
            Self.say(
                SessionJudged(incarnation: incarnation, state: state, evidence: evidence),
                "judged/\(incarnation)/\(state.rawValue)/\(evidence.since.milliseconds)", about: "\(number)")
        case .nudge(let word):
            Self.say(
                NudgeSend(
                    to: word.to, text: word.text, timeToLiveSeconds: Int(word.life.components.seconds)),
                "nudge/\(word.id)", about: "nudge/\(word.to)")
        case .sayRetired(let number, let rescueRef):
            Self.say(
                AssignmentRetired(number: number, rescueRef: rescueRef), "retired/\(number)", about: "\(number)",
                closes: "retire/\(number)")
        case .sayHeld(let session, let numbers, let reason, let moment):
            Self.say(
                NudgesHeld(numbers: numbers, reason: reason), "nudge-held/\(session)/\(moment.milliseconds)",
                about: "nudges/\(session)")
        case .sayHost(let pressure, let moment):
            Self.say(
                HostJudged(rig: rig, pressure: pressure), "host/\(rig)/\(moment.milliseconds)", about: "host/\(rig)")
        case .escalate(let escalation):
            Self.say(
                EscalationRaise(
                    severity: escalation.severity, text: escalation.text, source: "\(rig)/\(escalation.source)",
                    about: escalation.about), "escalate/\(rig)/\(escalation.source)", about: escalation.source)
        case .sayRestart(let number, let incarnation, let subject, let text):
            Self.say(
                SessionRestart(incarnation: incarnation, subject: subject, text: text), "restart/\(incarnation)",
                about: "\(number)")
        case .prepare, .start, .end, .retire, .watch, .emptyTrash, .sweep, .type, .prompt, .probe, .lookAtHost:
            handsDeed(effect)
        case .wake(let moment):
            .wake(at: moment)
        case .crew(let effect):
            residents.outbox(effect)
        case .plugin(let effect):
            knownPlugins.outbox(effect)
        }
    }

    private func handsDeed(_ effect: Effect) -> Deed {
        switch effect {
        case .prepare(let assignment, _): Self.hands("prepare", assignment)
        case .start(let assignment): Self.hands("start", assignment)
        case .end(let assignment, _): Self.hands("end", assignment)
        // What is saved is the assignment's, whatever sessions it had.
        case .retire(let assignment): Self.hands("retire", assignment, id: "retire/\(assignment.number)")
        case .probe(let target):
            Self.hands(
                "probe", target.assignment, about: "probe/\(target.assignment.number)", leavesTraces: false)
        case .watch(let assignment, _):
            // In a line of its own: it takes as long as the session, and everything else goes on meanwhile.
            Self.hands("watch", assignment, about: "watch/\(assignment.number)", leavesTraces: false)
        case .sweep:
            .hands(
                HandsDraft(
                    intent: Self.id("sweep/\(rig)"), kind: "sweep", detail: rig, subject: "sweep",
                    leavesTraces: false, isLook: true))
        case .lookAtHost:
            .hands(
                HandsDraft(
                    intent: Self.id("host/\(rig)"), kind: "host", detail: rig, subject: "host", leavesTraces: false,
                    isLook: true))
        case .type(let listener, _): Self.hands("type", to: listener)
        case .prompt(let listener): Self.hands("prompt", to: listener)
        default:
            .hands(
                HandsDraft(
                    intent: Self.id("trash/\(rig)"), kind: "trash", detail: rig, subject: "trash",
                    leavesTraces: false, isLook: true))
        }
    }

    private static func say(
        _ command: some Command, _ id: String, about subject: String, closes intent: String? = nil
    ) -> Deed {
        .say(
            CommandDraft(
                command, id: Self.id(id), subject: subject, closes: intent.map { [Self.id($0)] } ?? []))
    }

    private static func hands(
        _ kind: String, _ assignment: Assignment, id: String? = nil, about subject: String? = nil,
        leavesTraces: Bool = true
    ) -> Deed {
        .hands(
            HandsDraft(
                intent: self.id(id ?? "\(kind)/\(assignment.incarnation)"), kind: kind, detail: assignment,
                subject: subject ?? "\(assignment.number)", leavesTraces: leavesTraces))
    }

    /// It may take as long as a person writes. What was typed is seen in the pane: no intent has to tell of it.
    private static func hands(_ kind: String, to listener: Listener) -> Deed {
        .hands(
            HandsDraft(
                intent: id("\(kind)/\(listener.session)"), kind: kind, detail: listener,
                subject: "type/\(listener.session)", leavesTraces: false))
    }

    /// Composed of ids of ours, which are valid in ids.
    private static func id(_ text: String) -> CommandID { CommandID(composed: text) }
}
