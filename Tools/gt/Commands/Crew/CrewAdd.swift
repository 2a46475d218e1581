import ArgumentParser
import Host
import TownModel
import Wire

struct CrewAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a member to a rig's crew: a name, a worktree and a branch of its own.",
        discussion: """
            The worktree is made of the rig's own clone, in rigs/<rig>/crew/<name>, at the target's present head; a branch
            that is there already is gone on with. Again is harmless: what was interrupted is finished.

            Example: gt crew add web/max
            Example: gt crew add web/max --branch parser
            """)

    @Argument(help: "Rig and name, e.g. web/max.") var name: String
    @Option(help: "Its branch. Default: crew/<name>.") var branch: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let talk = try ResidentTalk(name, call, client)
        let asked = try await client.command(CrewAdd(agent: talk.agent, branch: branch))
        let row = try await talk.place(asked)
        call.answer(row) { screen in
            screen.plain(
                "\(row.resident.agent) works in \(client.layout.root)/\(row.resident.worktree), on branch "
                    + row.resident.branch)
        }
    }
}
