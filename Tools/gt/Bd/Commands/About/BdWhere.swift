import ArgumentParser
import TownModel
import Wire

struct BdWhere: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "where",
        abstract: "Say which town, which home and which prefix of ids a command here is about.",
        discussion: "Example: bd where --json")

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let place = try await BdPlace(home.one(call, client), client)
        call.answer(place.json) { screen in screen.paragraph(place.text) }
    }
}
