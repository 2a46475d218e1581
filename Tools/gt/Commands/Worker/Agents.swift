import ArgumentParser

/// `gt agents`: a word that hands already know for `gt polecat list`.
struct AgentsCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "The same as gt polecat list.",
        discussion: "Example: gt agents web",
        shouldDisplay: false)

    @OptionGroup var list: PolecatListCommand

    var global: GlobalOptions { list.global }

    func run(_ call: Invocation) async throws { try await list.run(call) }
}
