import ArgumentParser
import Host
import TownModel
import Wire

struct CrewRenameCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a crew member another name; its letters go with it.",
        discussion: """
            The worktree moves to rigs/<rig>/crew/<new name>, the branch stays as it is. Refused while it has a session or
            something on its hook. If it is interrupted, gt crew add <rig>/<new name> finishes it.

            Example: gt crew rename web/max maria
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var name: String
    @Argument(help: "The new name, without the rig.") var new: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard let chosen = AgentName(new) else {
            throw CommandFailure(
                .badData, code: "invalid", "\(new) can't be a name", about: new,
                hint: "lower-case letters, digits, - and _")
        }
        let client = try call.client()
        let talk = try ResidentTalk(name, call, client)
        _ = try await talk.row()
        try Visit.checkIsHome(talk.agent, client.layout)
        let asked = try await client.command(CrewRename(agent: talk.agent, name: chosen))
        let row = try await talk.place(asked)
        call.answer(row) { screen in
            screen.plain(
                "\(talk.agent) is \(row.resident.agent) now, in \(client.layout.root)/\(row.resident.worktree)")
        }
    }
}
