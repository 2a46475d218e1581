import LedgerStorage
import Synchronization
import TownModel
import Wire

/// What the store knows without the ledger: when it last heard each service. Gone with the process, on purpose: after a
/// start nobody is fine until heard.
final class Hearing: Sendable {
    private let memory = Mutex(StoreMemory())

    var now: StoreMemory { memory.withLock { $0 } }

    func note(_ heartbeat: ServiceHeartbeat, at moment: Timestamp) {
        memory.withLock {
            $0.heard[heartbeat.service] = HeardService(
                process: heartbeat.process, turns: heartbeat.turns, at: moment, patrols: heartbeat.patrols)
        }
    }

    func note(refused: Refusals) { memory.withLock { $0.refused = refused } }

    func note(_ question: RefusedQuestion) { memory.withLock { $0.refusedQuestions.note(question) } }

    static func topic(of service: String) -> String { "~town.\(ServiceHeartbeat.verb).\(service)" }
}
