package import Bus
import Configuration
package import Host
import RoleRuntime
package import TownModel
import Wire

/// Sees that the ledger has a copy that is young enough.
package protocol LedgerSaver: Sendable {
    /// When the next one is due.
    func save() async -> Result<Timestamp, SaveFailure>
}

package struct SaveFailure: Error, Hashable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// Looks into the town's backups directory, and asks the store for a copy when the newest is too old. Then removes the
/// oldest beyond the number that is kept. How often and how many is read from `town.toml` each time.
package struct StoreSaver: LedgerSaver {
    let layout: TownLayout
    let bus: any MessageBus

    package init(layout: TownLayout, bus: any MessageBus) {
        self.layout = layout
        self.bus = bus
    }

    package func save() async -> Result<Timestamp, SaveFailure> {
        let now = Timestamp.now
        do {
            let settings = try TownFile.parse(try Files.readText(layout.townFile), path: layout.townFile)
            // Turned off: looked at again in an hour, for somebody may turn it on.
            guard settings.backupHours > 0 else { return .success(now.advanced(by: .seconds(3600))) }
            let pause = Duration.seconds(3600 * settings.backupHours)
            if let newest = LedgerCopies(layout).all.last, now < newest.at.advanced(by: pause), newest.at <= now {
                return .success(newest.at.advanced(by: pause))
            }
            let key = try Files.readSecret(layout.key(of: .deacon))
            _ = try await bus.query(
                BackupMake(), id: CommandID(composed: "backup", "\(now.milliseconds)"),
                headers: RequestHeaders(key: key), within: HandsLimits.backupWait)
            for copy in LedgerCopies(layout).all.dropLast(settings.backupsKept) { try Files.removeTree(copy.path) }
            return .success(now.advanced(by: pause))
        } catch BusFailure.refused(let error) {
            return .failure(SaveFailure(reason: error.message))
        } catch {
            return .failure(SaveFailure(reason: "\(error)"))
        }
    }
}

private enum HandsLimits {
    /// A copy of a large ledger, read through, takes a minute for every few gigabytes.
    static let backupWait: Duration = .seconds(600)
}
