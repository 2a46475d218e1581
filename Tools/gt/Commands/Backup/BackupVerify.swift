import ArgumentParser
import Host
import Wire

struct BackupVerifyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read a copy of a ledger through: every page and index, and the log without a hole.",
        discussion: """
            Without a file: the newest of the town's own. Ends with 1 when it is not sound.

            Example: gt backup verify ~/gt/backups/ledger-20260131T090507250Z-1234.db
            """)

    @Argument(help: "The copy; the newest without it.", completion: .file()) var file: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let discovery = TownDiscovery(surroundings: call.surroundings, isTown: Places.isTown)
        guard let path = file.map(discovery.absolute) ?? LedgerCopies(client.layout).all.last?.path
        else {
            throw CommandFailure(.refused, code: "not-found", "there is no backup yet", hint: "gt backup makes one")
        }
        let facts = try await client.query(BackupVerify(path: path), within: CommandLimits.backupWait)
        call.answer(facts) { screen in "\(screen.plain(facts.path)) is sound\n  \(facts.sentence)" }
    }
}
