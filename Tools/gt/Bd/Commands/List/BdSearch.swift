import ArgumentParser
import TownModel
import Wire

struct BdSearch: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find issues by their words, closed ones too, the best first.",
        discussion: """
            All words must occur, in the title, the texts, the labels, the comments or the id; each stands for every word
            that it begins. --sort says another order.

            Example: bd search "login timeout" --status open --json
            """)

    @Argument(help: "Words, whatever the case.") var words: [String] = []
    @Option(parsing: .unconditional, help: "The same as an option.") var query: String?
    @Flag(help: "With all that they say.") var long = false
    @OptionGroup var filter: BdFilter
    @OptionGroup var hidden: BdHidden
    @OptionGroup var order: BdOrder
    @OptionGroup var limit: BdLimit
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard words.isEmpty != (query == nil) else { throw ValidationError("say what to look for, once") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let text = query ?? words.joined(separator: " ")
        var selection = try await filter.selection(home.selected(call, client), closed: true, client)
        hidden.hide(from: &selection)
        let isOrdered = order.sort != nil || order.reverse
        let found = try await client.search(
            text, selection, isOrdered ? order.order : nil, limit: limit.count, where: filter.fits)
        call.answer(RawJSON.array(found.map(\.countedJSON))) { screen in
            long ? BdText.long(found, screen) : BdText.table(found, screen, none: "nothing has these words")
        }
    }
}
