import Glibc
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// One run of `gt-beads-store --restore`: the store's lock, a copy in the ledger's place, what was done on stdout.
struct Restoring {
    let layout: TownLayout
    let copy: String

    func run() throws {
        guard Files.isDirectory(layout.machinery) else {
            throw ServiceFailure(.configuration, "\(layout.root) is no town (there is no .gt in it)")
        }
        try Files.makePrivateDirectory(layout.run)
        guard let lock = try FileLock.take(layout.storeLock) else {
            throw ServiceFailure(.tryAgain, "a store serves \(layout.root): stop the town with gt down first")
        }
        defer { withExtendedLifetime(lock) {} }
        let facts: RestoreFacts
        do {
            facts = try LedgerRestore.run(
                copy: copy, ledger: layout.ledger, ports: .none, now: .now
            ) { () throws(LedgerFault) in try Self.stop(layout) }
        } catch {
            throw ServiceFailure(.configuration, "the ledger is not restored: \(error)")
        }
        print(JSONText.text(facts))
        // Main ends without the farewell that would do it.
        fflush(nil)
    }

    /// What a restore that was killed had decided is done before anybody looks at the ledger. Under the store's lock.
    static func finish(_ layout: TownLayout) throws(LedgerFault) -> String? {
        try LedgerRestore.finish(layout.ledger) { () throws(LedgerFault) in try stop(layout) }
    }

    /// As `gt estop` does: hands look at the file, whoever is up.
    private static func stop(_ layout: TownLayout) throws(LedgerFault) {
        guard !Files.exists(layout.stopFile) else { return }
        do throws(HostError) {
            try Files.writeAtomically("the ledger was restored\n", to: layout.stopFile)
        } catch {
            throw .unfit("\(error)")
        }
    }
}
