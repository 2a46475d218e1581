import ArgumentParser

struct TapStopCheckCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "polecat-stop-check",
        abstract: "What settings of the reference call at the end of a polecat's turn: gt signal stop.",
        discussion: """
            Nothing is handed in by itself: a turn that ends is not work that is done. With --json: the store's reply.

            Example: gt tap polecat-stop-check
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try await HookTime.run(call) { try await SignalStopCommand.answer(call) }
    }
}
