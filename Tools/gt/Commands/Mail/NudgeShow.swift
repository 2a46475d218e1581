import ArgumentParser
import TownModel
import Wire

struct NudgeShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a nudge and how far it has come.",
        discussion: "Example: gt nudge show 7")

    @Argument(help: "Its number.", completion: IDCompletion.nudges) var number: Int64
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let nudge = try await call.client().query(NudgeShow(number: number)).nudge
        call.answer(nudge) { NudgeText.whole(nudge, $0) }
    }
}
