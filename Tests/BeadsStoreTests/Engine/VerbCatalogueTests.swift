import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// The verbs that are documented are those that are carried out.
@Suite struct VerbCatalogueTests {
    @Test func `every command of the protocol is one of the ledger's, and none besides`() {
        let documented = WireVerb.all.filter { $0.kind == .command }.map(\.verb)
        #expect(Set(documented) == Set(Catalogue.verbs.keys))
    }

    @Test func `every query of the protocol is answered by the ledger or by the store beside it`() {
        let documented = WireVerb.all.filter { $0.kind == .query }.map(\.verb)
        // Answered on a thread of their own, or by the bus's.
        let beside = [
            BackupMake.verb, BackupVerify.verb, BeadSync.verb, BusStatus.verb, ConfigReload.verb, Ping.verb,
        ]
        #expect(Set(documented) == Set(Catalogue.queries.keys).union(beside))
    }
}
