import ArgumentParser
import TownModel
import Wire

struct BdGateList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List gates that are not open yet.",
        discussion: "Example: bd gate list --all --json")

    @Flag(help: "Those that are open too.") var all = false
    @OptionGroup var limit: BdLimit
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let selection = BeadSelection(
            home: try await home.selected(call, client), types: [.gate], includeClosed: all)
        let gates = try await client.lines(selection, BeadOrder(.created), limit: limit.count) {
            $0.status != BeadStatus.tombstone.rawValue
        }
        call.answer(RawJSON.array(gates.map(\.countedJSON))) { BdText.table(gates, $0, none: "no gates") }
    }
}
