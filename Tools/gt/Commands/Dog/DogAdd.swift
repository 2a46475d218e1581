import ArgumentParser
import Host
import TownModel
import Wire

struct DogAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a dog: a name, a hook, and a directory of its own, which is empty.",
        discussion: """
            gt sling <bead> dogs adds one by itself while there are fewer than dogs.max of town.toml. Without --agent it
            works with what gt sling names, else with agent of town.toml, else with script.

            Example: gt dog add
            Example: gt dog add rex --agent claude
            """)

    @Argument(help: "Its name. Default: the next free one of the pool (alpha, bravo …).") var name: DogName?
    @Option(help: "Agent preset (gt agent list).", completion: IDCompletion.presets) var agent: String?
    @Option(help: "Id of the command, to repeat one that was not answered.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let row = try await client.command(DogAdd(name: name?.name, preset: agent), id: id)
        let directory = "\(client.layout.root)/\(row.resident.worktree)"
        try Files.makeDirectory(directory)
        call.answer(row) { $0.plain("\(row.resident.agent) works in \(directory)") }
    }
}
