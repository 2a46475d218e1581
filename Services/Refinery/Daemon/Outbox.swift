import RefineryCore
package import RoleRuntime
import TownModel
import Wire

/// The kinds of the Refinery's effects outside the ledger.
enum IntentKind: String {
    case prepare
    case check
    case gates
    case locate
    case land
    case guardTargets = "guard"
    case upkeep
}

// From the core's effects to what the runtime does about them.
extension RefineryBody {
    package func outbox(_ effect: Effect) -> Deed {
        switch effect {
        case .prepare(let requests, let target, _, _, let moment):
            // Writes objects and takes over the remote's refs: nothing that would have to be undone.
            .hands(Self.hands(.prepare, "prepare/\(moment.milliseconds)", about: target, detail: requests.map(\.id)))
        case .check(let request, _, let moment):
            .hands(
                Self.hands(
                    .check, "check/\(request.id)/\(moment.milliseconds)", about: request.id.text, detail: [request.id]))
        case .test(let candidate):
            .hands(
                HandsDraft(
                    intent: candidate.gatesIntent, kind: IntentKind.gates.rawValue, detail: candidate,
                    subject: candidate.subject))
        case .locate(let landing):
            .hands(
                Self.hands(.locate, "locate/\(landing.proof.tip)", about: landing.target, detail: landing.requests))
        case .move(let landing):
            // Its intent stands since `merge.landing`, which wrote it in its own transaction.
            .hands(Self.hands(.land, landing.intent.text, about: landing.target, detail: landing.requests))
        case .guardTargets(let targets):
            .hands(
                HandsDraft(
                    intent: Self.id("guard/\(rig)"), kind: IntentKind.guardTargets.rawValue, detail: targets,
                    subject: "guard", leavesTraces: false))
        case .maintain(_, _, _, let moment):
            .hands(Self.hands(.upkeep, "upkeep/\(moment.milliseconds)", about: "upkeep", detail: []))
        case .sayHeld(let move, let moment):
            // Each look at the target asks anew: the same move may have been accepted and taken back meanwhile.
            .say(
                CommandDraft(
                    QueuePause(rig: rig, reason: move.sentence, move: move),
                    id: Self.id("hold/\(rig)/\(move.to)/\(moment.milliseconds)"), subject: move.target))
        case .escalate(let escalation):
            .say(Self.escalated(escalation))
        case .wake(let moment):
            .wake(at: moment)
        case .sayTesting, .sayJudged, .sayLanding, .sayContained, .sayLanded, .sayKept, .sayRequeued, .sayReturned,
            .sayWaits:
            .say(words(effect))
        }
    }

    /// What is told of requests. Nothing is said of an empty stack.
    private func words(_ effect: Effect) -> CommandDraft {
        switch effect {
        case .sayTesting(let candidate):
            let requests = candidate.stack.requests
            return CommandDraft(
                MergeTesting(
                    request: requests[0], others: Array(requests.dropFirst()), base: candidate.stack.base,
                    tip: candidate.tip, run: candidate.runName, logs: GateLog.pattern(candidate)),
                id: Self.id("testing/\(candidate.runName)"), subject: candidate.subject)
        case .sayJudged(let candidate, let run):
            // Before the landing that follows from it, which is about the target too.
            return CommandDraft(
                MergeJudged(rig: rig, run: run, gates: candidate.gates),
                id: Self.id("judged/\(candidate.runName)"), subject: candidate.target, closes: [candidate.gatesIntent])
        case .sayLanding(let landing):
            return CommandDraft(
                MergeLanding(request: landing.requests[0], proof: landing.firstProof, others: landing.others),
                id: Self.id("landing/\(landing.proof.tip)"), subject: landing.target)
        case .sayLanded(let landing):
            return CommandDraft(
                MergeLanded(request: landing.requests[0], proof: landing.firstProof, others: landing.others),
                id: Self.id("landed/\(landing.proof.tip)"), subject: landing.target, closes: [landing.intent])
        case .sayContained(let request, let proof), .sayKept(let request, let proof):
            return CommandDraft(
                MergeLanded(request: request, proof: proof), id: Self.id("landed/\(request)"), subject: request.text)
        case .sayRequeued(let landing, let reason):
            return CommandDraft(
                MergeRequeue(
                    request: landing.requests[0], others: Array(landing.requests.dropFirst()), tip: landing.proof.tip,
                    reason: reason),
                id: Self.id("requeue/\(landing.proof.tip)"), subject: landing.target, closes: [landing.intent])
        case .sayReturned(let request, let fault, let reason, let log):
            return CommandDraft(
                MergeReturned(request: request, fault: MergeFault(fault), reason: reason, log: log),
                id: Self.id("returned/\(request)"), subject: request.text)
        case .sayWaits(let request, let others, let reason, let moment):
            return CommandDraft(
                MergeWaits(request: request, on: others, reason: reason),
                id: Self.id("waits/\(request)/\(moment.milliseconds)"), subject: request.text)
        case .prepare, .check, .test, .locate, .move, .guardTargets, .maintain, .sayHeld, .escalate, .wake:
            preconditionFailure("no word about a request: \(effect)")
        }
    }

    private static func escalated(_ escalation: Escalation) -> CommandDraft {
        CommandDraft(
            EscalationRaise(
                severity: escalation.severity, text: escalation.text, source: escalation.source,
                about: escalation.about),
            id: escalation.id, subject: escalation.source)
    }

    private static func hands(
        _ kind: IntentKind, _ intent: String, about subject: String, detail: [BeadID]
    ) -> HandsDraft {
        HandsDraft(intent: id(intent), kind: kind.rawValue, detail: detail, subject: subject, leavesTraces: false)
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

extension Landing {
    fileprivate var firstProof: LandingProof {
        var first = proof
        first.commit = layers[0].commit == proof.tip ? nil : layers[0].commit
        return first
    }

    fileprivate var others: [LandedLayer] { Array(layers.dropFirst()) }
}
