import Host
import Plugins
import ResidentCore
import TownModel
import TownTesting
import WitnessCore

/// Short ways to say what a rig's ledger looks like.
enum Town {
    static let began = Timestamp(milliseconds: 1_770_000_000_000)

    static func rig(polecatsMax: Int = 2, state: RigState = .active) throws -> Rig {
        Rig(
            name: try name("gastown"), prefix: "gt", remote: "/srv/gastown.git", state: state,
            settings: RigSettings(polecatsMax: polecatsMax), addedAt: began)
    }

    static func entry(
        _ bead: String, priority: Priority = .normal, age: Int64 = 0, notBefore: Timestamp? = nil
    ) throws -> DispatchEntry {
        DispatchEntry(
            bead: try id(bead), rig: try name("gastown"), priority: priority,
            enqueuedAt: Timestamp(milliseconds: began.milliseconds - age), notBefore: notBefore,
            dispatchedBy: .overseer)
    }

    static func assignment(
        _ number: Int64, _ bead: String, _ state: AssignmentState, base: CommitID? = nil
    ) throws -> Assignment {
        let polecat = Address.polecat(try name("gastown"), try worker("nux"))
        return Assignment(
            number: number, bead: try id(bead), rig: try name("gastown"), agent: polecat, state: state,
            incarnation: Incarnation(number: number), preset: "script",
            worktree: "rigs/gastown/polecats/nux/\(number)", branch: "polecat/nux/\(bead).\(number)",
            target: "main", base: base, claimedAt: began)
    }

    static func session(
        _ number: Int64, _ state: SessionState = .spawning, shim: ProcessIdentity? = nil
    ) throws -> Session {
        Session(
            incarnation: Incarnation(number: number), agent: .polecat(try name("gastown"), try worker("nux")),
            rig: try name("gastown"), assignment: number, state: state, shim: shim, startedAt: began)
    }

    static let shim = ProcessIdentity(host: "here", bootID: "boot-1", pid: 4242, startTicks: 7)

    static func id(_ text: String) throws -> BeadID { try known(BeadID(text), text) }
    static func name(_ text: String) throws -> RigName { try known(RigName(text), text) }
    static func worker(_ text: String) throws -> AgentName { try known(AgentName(text), text) }
    static func commit(_ digit: Character) throws -> CommitID {
        try known(CommitID(String(repeating: digit, count: 40)), "a commit")
    }

    private static func known<Value>(_ value: Value?, _ text: String) throws -> Value {
        guard let value else { throw BadName(text: text) }
        return value
    }

    private struct BadName: Error { let text: String }
}

/// What a Witness decided, in words short enough to read in a list.
struct Conversation {
    private var state: State
    private(set) var now = Town.began

    init(idleFirst: Duration = WitnessLimits.idleFirst) {
        let typed = AgentPreset(name: "typed", command: ["typed"], firstPrompt: .pasted, promptLine: PromptLine("> "))
        state = State(shipped: ["typed": typed], idleFirst: idleFirst)
    }

    mutating func tell(_ event: Event, later: Duration = .zero) -> [String] {
        now = now.advanced(by: later)
        return state.decide(event, at: now).map(Self.words)
    }

    private static func words(_ effect: ResidentEffect) -> String {
        switch effect {
        case .sayFurnished(let resident, _): "say furnished \(resident.agent)"
        case .sayStarted(let resident, _): "say started \(resident.agent)"
        case .sayEnded(let resident, let status, let reason):
            "say ended \(resident.agent) (\(reason ?? status.map(String.init) ?? "unknown"))"
        case .furnish(let resident): "furnish \(resident.agent)"
        case .start(let resident): "start \(resident.agent)"
        case .watch(let resident, _): "watch \(resident.agent)"
        case .end(let resident): "end \(resident.agent)"
        case .sayLeftOver(let resident, _):
            "escalate left-over/\(resident.run?.incarnation.text ?? "")"
        case .wake(let moment): "wake \(after(moment))"
        }
    }

    private static func words(_ effect: PluginEffect) -> String {
        switch effect {
        case .look: "look for plugins"
        case .lookNow: "look for plugins now"
        case .begin(let plugin, let run): "begin \(plugin.id) \(run)"
        case .searchLog(let id, _, _): "search the log for \(id)"
        case .checkCondition(let id, _, _): "check \(id)"
        case .tellUnfit(let unfit): "tell unfit \(unfit.id)"
        case .tellRefused(let id, _, let reason): "tell refused \(id): \(reason)"
        case .wake(let moment): "wake \(after(moment))"
        }
    }

    private static func words(_ effect: Effect) -> String {
        switch effect {
        case .sayClaim(let bead, let attempt): "claim \(bead)/\(attempt)"
        case .sayPrepared(let number, _, _, _): "say prepared \(number)"
        case .sayStarted(let number, _, _): "say started \(number)"
        case .sayEnded(let number, _, let status): "say ended \(number) (\(status.map(String.init) ?? "unknown"))"
        case .sayReturn(let number, let reason, nil): "return \(number): \(reason)"
        case .sayReturn(let number, let reason, let until?):
            "return \(number), limited until \(after(until)): \(reason)"
        case .sayJudged(let number, _, let state, let evidence):
            "say \(number) \(state.rawValue) by \(evidence.kind.rawValue) since \(after(evidence.since))"
                + (evidence.until.map { " until \(after($0))" } ?? "")
        case .nudge(let word): "nudge \(word.to.name?.text ?? "?")/\(word.id.split(separator: "/").last ?? "")"
        case .sweep(let targets): "sweep \(targets.map { "\($0.assignment.number)" }.joined(separator: " "))"
        case .lookAtHost: "look at the host"
        case .sayHost(let pressure, _): "say \(pressure?.text ?? "there is room")"
        case .sayRetired(let number, let ref): "say retired \(number) (\(ref ?? "nothing to save"))"
        case .escalate(let escalation): "escalate \(escalation.source)"
        case .prepare(let assignment, _): "prepare \(assignment.number)"
        case .start(let assignment): "start \(assignment.number)"
        case .watch(let assignment, _): "watch \(assignment.number)"
        case .end(let assignment, let grace): "end \(assignment.number) after \(grace.components.seconds) s"
        case .retire(let assignment): "retire \(assignment.number)"
        case .emptyTrash: "empty trash"
        case .crew(let effect): words(effect)
        case .plugin(let effect): words(effect)
        case .sayHeld(_, let numbers, let reason, _):
            "say held \(numbers.map(String.init).joined(separator: " ")): \(reason)"
        case .prompt(let listener): "prompt \(listener.session.text.dropFirst())"
        case .type(let listener, let orders):
            "type \(listener.session.text.dropFirst()): "
                + orders.map { "\($0.number)\($0.evenAtWork ? "!" : "")" }.joined(separator: " ")
        case .wake(let moment): "wake \(after(moment))"
        case .probe(let target): "probe \(target.assignment.number)"
        case .sayRestart(let number, let session, _, let text):
            "restart \(number) after \(session): \(text.split(separator: "\n").last ?? "")"
        }
    }

    private static func after(_ moment: Timestamp) -> String {
        "+\(Town.began.duration(to: moment).components.seconds) s"
    }
}
