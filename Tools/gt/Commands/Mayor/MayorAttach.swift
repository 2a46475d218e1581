import ArgumentParser
import TownModel
import Wire

struct MayorAttachCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Go to the Mayor's terminal; a session is begun when there is none.",
        discussion: """
            C-b d leaves it again, and the agent goes on. Where there is no terminal, or with --json, it says how to get
            there instead.

            Example: gt mayor attach
            """,
        aliases: ["at"])

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let talk = ResidentTalk(.mayor, call, try call.client())
        let row: ResidentRow
        do {
            row = try await talk.row()
        } catch let error as CommandFailure where error.code == "not-found" {
            row = try await talk.start(nil)
        }
        let way = try await ResidentTerminal(talk: talk).attach(row)
        call.answer(way) { $0.plain(way.text) }
    }
}
