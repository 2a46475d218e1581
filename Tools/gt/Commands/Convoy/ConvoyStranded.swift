import ArgumentParser
import TownModel
import Wire

struct ConvoyStrandedCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stranded",
        abstract: "List open convoys that nobody moves, and why.",
        discussion: """
            Nothing of them is at work, queued or about to be: all that is left waits or has failed, or is ready and \
            nobody feeds it, or there is nothing in them.

            Example: gt convoy stranded
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let standings = try await call.client().query(ConvoyStand(.stranded)).convoys
        call.answer(standings) { screen in
            standings.isEmpty
                ? "no convoy is stranded"
                : standings.map { StandingText.standing($0, screen) }.joined(separator: "\n\n")
        }
    }
}
