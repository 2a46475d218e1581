import MayorCore
package import RoleRuntime
import SessionHost
import TownModel
import Wire

/// From the core's effects to commands.
extension MayorBody {
    package func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .feed(let convoy, let bead, let attempt):
            .say(
                CommandDraft(
                    ConvoyFeed(convoy: convoy, bead: bead), id: CommandID(composed: "feed", bead.text, "\(attempt)"),
                    subject: bead.text))
        case .land(let convoy, let generation):
            .say(
                CommandDraft(
                    ConvoyLanded(convoy: convoy, generation: generation),
                    id: CommandID(composed: "convoy-landed", convoy.text, "\(generation)"), subject: convoy.text))
        case .sayStuck(let convoy, let generation, let since):
            .say(
                CommandDraft(
                    ConvoyStuck(convoy: convoy, generation: generation),
                    id: CommandID(composed: "convoy-stuck", convoy.text, "\(generation)", "\(since.milliseconds)"),
                    subject: convoy.text))
        case .escalate(let source, let severity, let text, let since, let about):
            .say(
                CommandDraft(
                    EscalationRaise(severity: severity, text: text, source: source, about: about),
                    id: CommandID(composed: "escalate", source, "\(since.milliseconds)"), subject: source))
        case .endDeacon(let process):
            // Ending the same process twice is ending it once: no intent is needed.
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "end", "deacon", "\(process.pid).\(process.startTicks)"),
                    kind: "end", detail: process, subject: "deacon", leavesTraces: false))
        case .tell(let errand, let attempt): AnnouncedErrand(key: errand.key, attempt: attempt).hands
        case .report(let key, let attempt, let outcome): AnnouncedErrand(key: key, attempt: attempt).report(outcome)
        case .forget(let keys):
            .hands(
                HandsDraft(
                    intent: CommandID(composed: "forget", keys.first?.bead.text ?? "nothing", "\(keys.count)"),
                    kind: "forget", detail: keys, subject: "forget", leavesTraces: false, isLook: true))
        case .wake(let moment): .wake(at: moment)
        case .agent(let effect): agent.outbox(effect)
        }
    }
}
