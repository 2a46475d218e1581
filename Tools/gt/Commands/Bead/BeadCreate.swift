import ArgumentParser
import Host
import TownModel
import Wire

struct BeadCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a bead.",
        discussion: """
            It goes to --rig, else to the rig you are in, else to the town itself (hq); the answer says which.

            Example: gt bead create "Fix the door" -t bug -p 1 --rig web --needs web-b2
            """)

    @Argument(help: "One line.") var title: String
    @Option(name: .shortAndLong, help: "What is to be done; a fenced sh block is what the script agent runs.")
    var description = ""
    @Option(help: "Read the description from a file.", completion: .file()) var descriptionFile: String?
    @Option(name: .shortAndLong, help: "task, bug, feature, chore or epic.") var type = "task"
    @Option(name: .shortAndLong, help: "0 (critical) to 4 (backlog), P0 to P4.") var priority: PriorityArgument?
    @Option(help: "The rig it belongs to, or hq.") var rig: BeadHome?
    @Option(name: .shortAndLong, parsing: .singleValue, help: "A label; may be repeated.") var label: [String] = []
    @Option(help: "The bead it is a part of.", completion: IDCompletion.beads) var parent: String?
    @Option(
        parsing: .singleValue, help: "A bead that must be closed first; may be repeated.",
        completion: IDCompletion.beads)
    var needs: [String] = []
    @Option(name: .shortAndLong, help: "Whose it is.") var assignee: String?
    @OptionGroup var texts: FieldOptions
    @Option(help: "Not ready before this time (RFC 3339).") var deferUntil: Timestamp?
    @Flag(help: "A mould for others: no work, neither changed nor closed.") var template = false
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard BeadType.creatable.contains(BeadType(rawValue: type)) else {
            throw ValidationError("--type is one of task, bug, feature, chore, epic, not \(type)")
        }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let home = try rig ?? call.rigHere().map(BeadHome.rig) ?? .hq
        var parentID: BeadID?
        if let parent { parentID = try await client.bead(parent) }
        let text = try descriptionFile.map { path throws(HostError) in try Files.readText(path) } ?? description
        let reply = try await client.command(
            BeadCreate(
                rig: home.rig, title: title, description: text, type: BeadType(rawValue: type),
                priority: priority?.value ?? .normal, labels: label, parent: parentID,
                needs: try await client.beads(needs), deferUntil: deferUntil, assignee: assignee, fields: texts.fields,
                isTemplate: template ? true : nil),
            id: id)
        call.answer(reply.bead) { "created \(BeadText.line(reply.bead, $0)) in \(reply.bead.rig?.text ?? "hq")" }
    }
}
