import ArgumentParser
import Host
import TownModel
import Wire

struct BdInfo: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say where the issues are, how many there are and what answers for them.",
        discussion: "Example: bd info --json")

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let home = try await home.one(call, client)
        let place = try await BdPlace(home, client)
        let selection = BeadSelection(home: home, includeClosed: true)
        let count = try await client.countWithoutDeleted(selection).total
        let ledger = client.layout.ledger
        call.answer(
            RawJSON.object([
                "database_path": RawJSON.text(ledger), "mode": RawJSON.text("store"),
                "issue_count": String(count), "prefix": RawJSON.text(place.prefix),
                "home": RawJSON.text(home.description), "version": RawJSON.text(VersionCommand.number),
            ])
        ) { screen in
            screen.paragraph("\(place.text)\n  ledger: \(ledger) (only the store opens it)\n  issues: \(count)")
        }
    }
}
