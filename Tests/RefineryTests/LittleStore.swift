import RefineryCore
import TownModel
import Wire

/// A store reduced to what a Refinery speaks with: requests, intents, answers that are kept. Each command is carried
/// out once and makes the events that the real one makes.
struct LittleStore {
    private(set) var requests: [BeadID: MergeRequest] = [:]
    private(set) var intents: [CommandID: Intent] = [:]
    /// How often each request became landed.
    private(set) var landings: [BeadID: Int] = [:]
    private(set) var escalations: [String] = []
    var rig: Rig
    private var answers: [CommandID: [UInt8]] = [:]
    private var sequence: Int64 = 0
    private var token: Int64 = 0

    init(rig: Rig) { self.rig = rig }

    mutating func submit(_ request: MergeRequest) -> TownEvent {
        requests[request.id] = request
        return event(.requestSubmitted, EventData(request: request))
    }

    var isDone: Bool { requests.values.allSatisfy(\.state.isEnded) }

    /// Carries a request out; gives the answer and what is published.
    mutating func take(_ request: Request) throws -> (Answer, [TownEvent]) {
        if request.verb == RefineryList.verb { return (answer(request, listing()), []) }
        if let known = answers[request.id] { return (answer(request, known, already: true), []) }
        if let held = request.headers.token, held != token {
            return (refusal(request, WireError(.staleToken, "an older token")), [])
        }
        let before = self
        do throws(WireError) {
            var events = try carryOut(request)
            for intent in request.headers.closes ?? [] where intents.removeValue(forKey: intent) != nil {
                let settled = Intent(
                    id: intent, role: .refinery(rig.name), kind: "", detail: "", openedAt: Samples.noon)
                events.append(event(.intentSettled, EventData(intent: settled)))
            }
            let reply =
                request.verb == RoleRegister.verb ? JSONText.encode(RoleToken(token: token)) : Array("{}".utf8)
            answers[request.id] = reply
            return (answer(request, reply), events)
        } catch {
            self = before
            return (refusal(request, error), [])
        }
    }

    private mutating func carryOut(_ request: Request) throws(WireError) -> [TownEvent] {
        switch request.verb {
        case RoleRegister.verb:
            token += 1
            return []
        case IntentOpen.verb:
            let body = try JSONText.decode(IntentOpen.self, from: request.body)
            return [open(body.intent, kind: body.kind, detail: body.detail)]
        case IntentSettle.verb:
            intents[try JSONText.decode(IntentSettle.self, from: request.body).intent] = nil
            return []
        case EscalationRaise.verb:
            escalations.append(try JSONText.decode(EscalationRaise.self, from: request.body).text)
            return []
        case MergeTesting.verb:
            let body = try JSONText.decode(MergeTesting.self, from: request.body)
            return [try move(body.request, from: [.queued, .testing], to: .testing, .requestTesting) { _ in }]
        case MergeLanding.verb:
            let body = try JSONText.decode(MergeLanding.self, from: request.body)
            let intent = CommandID(composed: "land", body.request.text, body.proof.tip.text)
            _ = open(intent, kind: "land", detail: JSONText.text(body))
            return [
                try move(body.request, from: [.queued, .testing], to: .landing, .requestLanding) {
                    $0.proof = body.proof
                }
            ]
        case MergeRequeue.verb:
            let body = try JSONText.decode(MergeRequeue.self, from: request.body)
            return [
                try move(body.request, from: [.landing], to: .queued, .requestRequeued) { $0.proof = nil }
            ]
        case MergeLanded.verb:
            let body = try JSONText.decode(MergeLanded.self, from: request.body)
            landings[body.request, default: 0] += 1
            return [
                try move(body.request, from: [.queued, .testing, .landing], to: .landed, .requestLanded) {
                    $0.proof = body.proof
                }
            ]
        case MergeReturned.verb:
            let body = try JSONText.decode(MergeReturned.self, from: request.body)
            return [
                try move(body.request, from: [.queued, .testing], to: .rework, .requestReturned) {
                    $0.reason = body.reason
                }
            ]
        default:
            throw WireError(.unknownVerb, request.verb)
        }
    }

    private mutating func open(_ id: CommandID, kind: String, detail: String) -> TownEvent {
        let intent = Intent(
            id: id, role: .refinery(rig.name), kind: kind, detail: detail, openedAt: Samples.noon)
        intents[id] = intent
        return event(.intentOpened, EventData(intent: intent))
    }

    private mutating func move(
        _ id: BeadID, from states: Set<MergeState>, to state: MergeState, _ kind: EventKind,
        _ edit: (inout MergeRequest) -> Void
    ) throws(WireError) -> TownEvent {
        guard var request = requests[id], states.contains(request.state) else {
            throw WireError(.conflict, "\(id) can't become \(state) now")
        }
        request.state = state
        edit(&request)
        requests[id] = request
        return event(kind, EventData(request: request))
    }

    private mutating func event(_ kind: EventKind, _ data: EventData) -> TownEvent {
        sequence += 1
        return TownEvent(
            sequence: sequence, previous: sequence - 1, epoch: 1, stream: .rig(rig.name), kind: kind, subject: "",
            time: Samples.noon, actor: .refinery(rig.name), cause: "", data: data)
    }

    private func listing() -> [UInt8] {
        JSONText.encode(
            RefineryListing(
                rig: rig, stopped: false, requests: requests.values.filter { !$0.state.isEnded },
                intents: intents.values.sorted { $0.id < $1.id }))
    }

    private func answer(_ request: Request, _ body: [UInt8], already: Bool? = nil) -> Answer {
        Answer(
            id: request.id, headers: AnswerHeaders(sequence: sequence, epoch: 1, already: already),
            result: .ok(body))
    }

    private func refusal(_ request: Request, _ error: WireError) -> Answer {
        Answer(id: request.id, headers: AnswerHeaders(sequence: sequence, epoch: 1), result: .error(error))
    }
}
