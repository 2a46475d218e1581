import ArgumentParser
import TownModel
import Wire

struct NamePoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "namepool",
        abstract: "What the polecats of a rig are called.",
        discussion: "Example: gt namepool set minerals --rig web",
        subcommands: [NamePoolShowCommand.self, NamePoolThemesCommand.self, NamePoolSetCommand.self])
}

struct NamePoolShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the names of a rig's polecats: whose word they are, which are taken, which is next.",
        discussion: """
            The names are those of a theme, or a list in rig.toml or town.toml: [names] theme or names. When all are
            taken, numbers follow.

            Example: gt namepool show --rig web
            """)

    @Option(help: "The rig; else the one you are in, else all of them.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let asked = try rig ?? call.rigHere()
        let pools = try await call.client().query(NamePoolShow(rig: asked)).pools
        call.answer(pools) { screen in
            pools.isEmpty ? "no rigs" : pools.map { Self.text($0, screen) }.joined(separator: "\n\n")
        }
    }

    private static func text(_ row: NamePoolRow, _ screen: Screen) -> String {
        let word = row.pool.theme.map { "theme \($0)" } ?? "a list of its own"
        let source =
            switch row.pool.source {
            case .rig: "rig.toml"
            case .town: "town.toml"
            case .standard: "the default"
            }
        let taken = Set(row.taken)
        let names = row.pool.names.map { screen.paint($0.text, taken.contains($0) ? .dim : .bold) }
        let others = row.taken.filter { !row.pool.names.contains($0) }.map(\.text)
        var lines = [
            "\(screen.paint(row.rig.text, .bold)): \(word) (\(source)), \(row.pool.names.count) names",
            "  taken: \(row.taken.isEmpty ? "none" : row.taken.map(\.text).joined(separator: " "))",
            "  next:  \(row.next)",
        ]
        if !others.isEmpty { lines.insert("  of these from elsewhere: \(others.joined(separator: " "))", at: 2) }
        // A list of thousands is for --json.
        for start in stride(from: 0, to: min(names.count, 50), by: 10) {
            lines.append("    " + names[start..<min(start + 10, names.count)].joined(separator: " "))
        }
        if names.count > 50 { lines.append("    and \(names.count - 50) more") }
        return lines.joined(separator: "\n")
    }
}

struct NamePoolThemesCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the themes that come with the program; with a name, all of its names.",
        discussion: "Example: gt namepool themes minerals")

    @Argument(help: "One theme; all of them without it.") var theme: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard let theme else {
            call.answer(NameTheme.shipped) { screen in
                var table = TextTable()
                for theme in NameTheme.shipped {
                    table.add(
                        .init(theme.name, .bold), .init("\(theme.names.count)"), .init(theme.sentence),
                        .init(theme.names.prefix(4).map(\.text).joined(separator: " ") + " …", .dim))
                }
                return table.text(screen)
            }
            return
        }
        let found = try Self.known(theme)
        call.answer(found) { _ in found.names.map(\.text).joined(separator: "\n") }
    }

    static func known(_ name: String) throws(CommandFailure) -> NameTheme {
        if let theme = NameTheme.named(name) { return theme }
        throw CommandFailure(
            .refused, code: "not-found", "there is no theme \(UntrustedText.line(name))", about: name,
            hint: "there are: \(NameTheme.shipped.map(\.name).joined(separator: ", "))")
    }
}
