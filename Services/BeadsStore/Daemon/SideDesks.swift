import Bus
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// What is answered on a thread of its own, because it takes longer than a look: copies, searches, files.
struct SideDesks: Sendable {
    let backups: Backups
    let searches: Searches
    let exports: Exports

    /// Whether it was taken; nil: it is for the readers.
    func put(_ query: WaitingQuery) -> Bool? {
        switch query.request.verb {
        case BackupMake.verb, BackupVerify.verb: backups.put(query)
        case BeadSearch.verb, MailSearch.verb: searches.put(query)
        case BeadSync.verb: exports.put(query)
        default: nil
        }
    }

    /// Something has changed in the ledger.
    func note() {
        searches.note()
        exports.note(at: .now)
    }

    func start(
        layout: TownLayout, ports: LedgerPorts, hearing: Hearing, failed: @escaping @Sendable (any Error) -> Void
    ) -> [StoreThread] {
        [
            backups.start(layout: layout, ports: ports, failed: failed),
            searches.start(layout: layout, ports: ports, hearing: hearing, failed: failed),
            exports.start(layout: layout, ports: ports, failed: failed),
        ]
    }

    func close() {
        backups.close()
        searches.close()
        exports.close()
    }
}
