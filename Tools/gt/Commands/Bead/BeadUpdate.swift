import ArgumentParser
import TownModel
import Wire

struct BeadUpdateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change fields of a bead.",
        discussion: "Example: gt bead update web-a1 -p 0 --add-label urgent")

    @Argument(completion: IDCompletion.beads) var bead: String
    @Option(help: "New title.") var title: String?
    @Option(name: .shortAndLong, help: "New description.") var description: String?
    @Option(name: .shortAndLong, help: "0 to 4, P0 to P4.") var priority: PriorityArgument?
    @Option(parsing: .singleValue, help: "Label to put on; may be repeated.") var addLabel: [String] = []
    @Option(parsing: .singleValue, help: "Label to take off; may be repeated.") var removeLabel: [String] = []
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if title == nil, description == nil, priority == nil, addLabel.isEmpty, removeLabel.isEmpty {
            throw ValidationError("say what to change: --title, --description, --priority, --add-label, --remove-label")
        }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            BeadUpdate(
                id: try await client.bead(bead), title: title, description: description, priority: priority?.value,
                addLabels: addLabel, removeLabels: removeLabel),
            id: id)
        call.answer(reply.bead) { "updated \(BeadText.line(reply.bead, $0))" }
    }
}
