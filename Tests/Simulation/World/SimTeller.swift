import MayorCore
import MayorDaemon
import TownModel

/// A machine on which nobody can be told anything.
struct SimTeller: EscalationTeller {
    func tell(_ errand: Errand, attempt: Int) async -> ErrandOutcome { ErrandOutcome(.skipped, "nobody looks") }
    func trace(_ key: ErrandKey, attempt: Int) async -> ErrandTrace { .notBegun }
    func forget(_ key: ErrandKey) async {}
}
