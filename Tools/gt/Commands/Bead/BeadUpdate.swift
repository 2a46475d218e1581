import ArgumentParser
import TownModel
import Wire

struct BeadUpdateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change fields of a bead.",
        discussion: """
            An empty text takes a field away. --field writes any other field of a Beads file, as JSON.

            Example: gt bead update web-a1 -p 0 --add-label urgent --notes "seen on Monday"
            """)

    @Argument(completion: IDCompletion.beads) var bead: String
    @Option(help: "New title.") var title: String?
    @Option(name: .shortAndLong, help: "New description.") var description: String?
    @Option(name: .shortAndLong, help: "0 to 4, P0 to P4.") var priority: PriorityArgument?
    @Option(name: .shortAndLong, help: "task, bug, feature, chore or epic.") var type: String?
    @Option(name: .shortAndLong, help: "open, in_progress, blocked or deferred.") var status: String?
    @Option(name: .shortAndLong, help: "Whose it is.") var assignee: String?
    @Option(parsing: .singleValue, help: "Label to put on; may be repeated.") var addLabel: [String] = []
    @Option(parsing: .singleValue, help: "Label to take off; may be repeated.") var removeLabel: [String] = []
    @Option(help: "The bead it is a part of; empty: of none.", completion: IDCompletion.beads) var parent: String?
    @Flag(inversion: .prefixedNo, help: "A pinned bead is a record, and no work.") var pin: Bool?
    @OptionGroup var texts: FieldOptions
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        let isIdle =
            [title, description, type, status, assignee, parent].allSatisfy { $0 == nil } && priority == nil
            && pin == nil && addLabel.isEmpty && removeLabel.isEmpty && texts.isEmpty
        if isIdle { throw ValidationError("say what to change: --title, --priority, --add-label, --notes …") }
    }

    func run(_ call: Invocation) async throws {
        var client = try call.spooling(spool)
        var parentID: BeadID?
        if let parent, !parent.isEmpty { parentID = try await client.bead(parent) }
        let beadID = try await client.bead(bead)
        let delivery = try await client.deliver(
            BeadUpdate(
                id: beadID, title: title, description: description, priority: priority?.value,
                type: type.map(BeadType.init(rawValue:)), status: status.map(BeadStatus.init(rawValue:)),
                assignee: assignee, addLabels: addLabel, removeLabels: removeLabel, pinned: pin, parent: parentID,
                isOrphan: parent == "" ? true : nil, fields: texts.fields),
            id: id)
        call.answer(delivery) { reply in
            call.answer(reply.bead) { "updated \(BeadText.line(reply.bead, $0))" }
        }
    }
}
