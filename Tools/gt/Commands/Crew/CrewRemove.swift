import ArgumentParser
import TownModel
import Wire

struct CrewRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a member off the crew; its worktree goes to the rig's trash.",
        discussion: """
            Refused while it has a session, something on its hook, or work that nothing else keeps. --force removes it with
            such work too, which is saved before: gt rescue list finds it again.

            Example: gt crew remove web/max
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var name: String
    @Flag(help: "With work that nothing else keeps too: it is saved before.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let talk = try ResidentTalk(name, call, client)
        let row = try await talk.row()
        try Visit.checkIsHome(talk.agent, client.layout)
        let place = CrewPlace(row.resident, client.layout)
        if !force, row.resident.state == .ready, row.resident.run == nil { try await place.checkIsKept() }
        let leaving = try await client.command(CrewRemove(agent: talk.agent)).resident
        let saved = try await CrewPlace(leaving, client.layout).retire()
        _ = try await client.command(
            CrewRemoved(agent: leaving.agent, number: leaving.number, rescueRef: saved),
            id: CommandID(composed: "removed", "\(leaving.number)"))
        call.answer(Gone(agent: leaving.agent, rescueRef: saved)) { screen in
            screen.plain("\(leaving.agent) is gone" + (saved.map { "; its work is saved as \($0)" } ?? ""))
        }
    }

    private struct Gone: Encodable {
        let agent: Address
        let rescueRef: String?
    }
}
