import ArgumentParser
import TownModel
import Wire

struct MayorStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say which session the Mayor's agent has, and how it fares.",
        discussion: "Example: gt mayor status")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let row = try await ResidentTalk(.mayor, call, try call.client()).row()
        call.answer(row) { screen in
            let state = row.session.map { ", \($0.state.rawValue)" } ?? ""
            let trouble = row.resident.trouble.map { "; not started: \(screen.plain($0))" } ?? ""
            return CrewText.sentence(row) + state + trouble
        }
    }
}
