import RefineryCore
package import RoleRuntime
import TownModel
import Wire

/// The kinds of the Refinery's effects outside the ledger.
enum IntentKind: String {
    case prepare
    case gates
    case locate
    case land
    case guardTargets = "guard"
}

// From the core's effects to what the runtime does about them.
extension RefineryBody {
    package func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .prepare(let request, _, _):
            // Writes objects and takes over the remote's refs: nothing that would have to be undone.
            .hands(Self.hands(.prepare, "prepare/\(request.id)", about: request.id))
        case .test(let candidate, _):
            .hands(
                HandsDraft(
                    intent: candidate.gatesIntent, kind: IntentKind.gates.rawValue, detail: candidate,
                    subject: candidate.request.text))
        case .locate(let landing):
            .hands(Self.hands(.locate, "locate/\(landing.request)/\(landing.proof.tip)", about: landing.request))
        case .move(let landing):
            // Its intent stands since `merge.landing`, which wrote it in its own transaction.
            .hands(Self.hands(.land, landing.intent.text, about: landing.request))
        case .guardTargets(let targets):
            .hands(
                HandsDraft(
                    intent: Self.id("guard/\(rig)"), kind: IntentKind.guardTargets.rawValue, detail: targets,
                    subject: "guard", leavesTraces: false))
        case .sayTesting(let candidate):
            .say(Self.testing(candidate))
        case .sayLanding(let candidate, let results):
            .say(Self.landing(candidate, results))
        case .sayLanded(let request, let proof, let landing):
            .say(Self.landed(request, proof, closes: landing?.intent))
        case .sayKept(let candidate, let results):
            .say(Self.landed(candidate.request, candidate.proof(results), closes: candidate.gatesIntent))
        case .sayRequeued(let landing, let reason):
            .say(Self.requeued(landing, reason))
        case .sayReturned(let request, let fault, let reason, let log, let candidate):
            .say(
                CommandDraft(
                    MergeReturned(request: request, fault: MergeFault(fault), reason: reason, log: log),
                    id: Self.id("returned/\(request)"), subject: request.text,
                    closes: candidate.map { [$0.gatesIntent] } ?? []))
        case .escalate(let escalation):
            .say(Self.escalated(escalation))
        case .wake(let moment):
            .wake(at: moment)
        }
    }

    private static func testing(_ candidate: Candidate) -> CommandDraft {
        CommandDraft(
            MergeTesting(request: candidate.request, base: candidate.base, tip: candidate.tip),
            id: id("testing/\(candidate.request)/\(candidate.tip)"), subject: candidate.request.text)
    }

    private static func landing(_ candidate: Candidate, _ results: [GateResult]) -> CommandDraft {
        CommandDraft(
            MergeLanding(request: candidate.request, proof: candidate.proof(results)),
            id: id("landing/\(candidate.request)/\(candidate.tip)"), subject: candidate.request.text,
            closes: [candidate.gatesIntent])
    }

    private static func landed(_ request: BeadID, _ proof: LandingProof, closes intent: CommandID?) -> CommandDraft {
        CommandDraft(
            MergeLanded(request: request, proof: proof), id: id("landed/\(request)"), subject: request.text,
            closes: intent.map { [$0] } ?? [])
    }

    private static func requeued(_ landing: Landing, _ reason: String) -> CommandDraft {
        CommandDraft(
            MergeRequeue(request: landing.request, tip: landing.proof.tip, reason: reason),
            id: id("requeue/\(landing.request)/\(landing.proof.tip)"), subject: landing.request.text,
            closes: [landing.intent])
    }

    private static func escalated(_ escalation: Escalation) -> CommandDraft {
        CommandDraft(
            EscalationRaise(
                severity: escalation.severity, text: escalation.text, source: escalation.source,
                about: escalation.about),
            id: escalation.id, subject: escalation.source)
    }

    private static func hands(_ kind: IntentKind, _ intent: String, about request: BeadID) -> HandsDraft {
        HandsDraft(
            intent: id(intent), kind: kind.rawValue, detail: request, subject: request.text, leavesTraces: false)
    }

    /// Composed of ids of ours, which are valid in ids.
    private static func id(_ text: String) -> CommandID { CommandID(composed: text) }
}

extension MergeFault {
    init(_ fault: Fault) {
        switch fault {
        case .conflict: self = .conflict
        case .failure: self = .failure
        }
    }
}
