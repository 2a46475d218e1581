import ArgumentParser

struct TapListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the guards, and what each holds.",
        discussion: "Example: gt tap list")

    @OptionGroup var global: GlobalOptions

    private struct Row: Encodable {
        var name: GuardName
        var holds: String
    }

    func run(_ call: Invocation) async throws {
        let rows = GuardName.allCases.map { Row(name: $0, holds: $0.sentence) }
        call.answer(rows) { screen in
            var table = TextTable()
            for row in rows { table.add(.init(row.name.rawValue, .cyan), .init(row.holds)) }
            return table.text(screen)
        }
    }
}
