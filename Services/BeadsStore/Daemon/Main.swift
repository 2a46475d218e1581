import ArgumentParser
import Glibc
import Host
import RoleRuntime
import TownModel

/// gt-beads-store: owns the ledger and the bus endpoints of one town. Runs in the foreground under a supervisor.
@main struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-beads-store",
        abstract: "The town's ledger and bus endpoints, in the foreground.",
        discussion: "Example:\n  gt-beads-store --town ~/gt",
        version: ProgramVersion.number)

    @Option(help: ArgumentHelp("The town's directory.", valueName: "directory"))
    var town: String

    @Option(
        help: ArgumentHelp(
            "Put this copy in the ledger's place, print what was done, and end: what gt restore runs.",
            valueName: "copy"))
    var restore: String?

    @Option(help: ArgumentHelp("Write a newline to this descriptor when ready.", valueName: "descriptor"))
    var readyFd: Int32?

    func run() async throws {
        let log = ServiceLog(service: Writer.service, levelName: HostEnvironment.value("GT_LOG"))
        let readiness = Readiness(descriptor: readyFd)
        let (town, restore) = (town, restore)
        // The ledger, its log and its copies are for their owner alone.
        umask(0o077)
        let status = await ServiceMain.run(log) {
            guard Files.isDirectory(town) else {
                throw ServiceFailure(.configuration, "there is no directory \(town): name the town's with --town")
            }
            let layout = TownLayout(root: town)
            if let restore { return try Restoring(layout: layout, copy: restore).run() }
            let idleMax = layout.isSmall ? try Self.idleMax() : nil
            try await BeadsStore(layout: layout, readiness: readiness, log: log, idleMax: idleMax).run()
        }
        // Nothing unanswered is owed to anybody, and libzmq's threads need no farewell.
        Glibc._exit(status.rawValue)
    }

    /// Tests have no ten minutes.
    private static func idleMax() throws -> Duration {
        guard let text = HostEnvironment.value("GT_STORE_IDLE_SECONDS") else { return StoreLimits.smallTownIdle }
        guard let seconds = Int64(text), seconds > 0 else {
            throw ServiceFailure(.configuration, "GT_STORE_IDLE_SECONDS is a number of seconds, not \"\(text)\"")
        }
        return .seconds(seconds)
    }
}
