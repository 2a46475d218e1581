import ArgumentParser
import TownModel
import Wire

struct BdLabelListAll: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-all",
        abstract: "List every label with how many issues have it, closed ones too.",
        discussion: "Example: bd label list-all --json")

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let selection = BeadSelection(home: try await home.selected(call, client), includeClosed: true)
        let labels = try await client.countWithoutDeleted(selection, by: .label).groups.filter { !$0.name.isEmpty }
        call.answer(
            RawJSON.array(
                labels.map {
                    RawJSON.object(["label": RawJSON.text($0.name), "count": String($0.count)])
                })
        ) { screen in
            guard !labels.isEmpty else { return "no labels" }
            var table = TextTable()
            for label in labels { table.add("\(label.count)", .init(screen.plain(label.name))) }
            return table.text(screen)
        }
    }
}
