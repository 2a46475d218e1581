import ArgumentParser
import TownModel
import Wire

struct BdList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List issues: 50 of those that are not closed, the most urgent first.",
        discussion: "Example: bd list --status open --label ui,urgent --sort created --json")

    @Flag(help: "Closed ones too.") var all = false
    @Flag(help: "With all that they say.") var long = false
    @Flag(name: [.customLong("tree"), .customLong("pretty")], help: "Parts below what they are parts of.")
    var tree = false
    @OptionGroup var filter: BdFilter
    @OptionGroup var hidden: BdHidden
    @OptionGroup var order: BdOrder
    @OptionGroup var limit: BdLimit
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        if long, tree { throw ValidationError("--long and --tree are two ways to show the same: give one") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        var selection = try await filter.selection(home.selected(call, client), closed: all, client)
        hidden.hide(from: &selection)
        let beads = try await client.lines(selection, order.order, limit: limit.count) { filter.fits($0) }
        call.answer(RawJSON.array(beads.map(\.countedJSON))) { screen in
            if long { return BdText.long(beads, screen) }
            return tree ? BdText.tree(beads, screen) : BdText.table(beads, screen)
        }
        if let count = limit.count, beads.count == count, !call.isJSON { call.note("there may be more: --limit 0") }
    }
}
