import ArgumentParser
import Host
import TownModel

struct BackupListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the copies in the town's backups directory, the oldest first.",
        discussion: """
            Reads the directory only: gt backup verify says whether one is sound.

            Example: gt backup list
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let copies = LedgerCopies(try call.town()).all
        call.answer(copies) { screen in
            guard !copies.isEmpty else { return "there is no backup yet: gt backup makes one" }
            var table = TextTable()
            for copy in copies {
                table.add(
                    .init(screen.plain(copy.path), .cyan), .init("\(copy.bytes / 1024) KiB"),
                    .init("up to event \(copy.sequence)"), .init("\(screen.age(copy.at)) ago", .dim))
            }
            return table.text(screen)
        }
    }
}
