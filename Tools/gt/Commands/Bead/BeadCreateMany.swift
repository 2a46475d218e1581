import ArgumentParser
import Host
import TownModel
import Wire

struct BeadCreateManyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-many",
        abstract: "Make many beads from a file at once, all or none.",
        discussion: """
            JSON: a list of objects with ref, title, description, type, priority, labels, assignee, parent, needs; parent and
            needs name a ref of the same file, or a bead. Markdown: a `## Title` for each bead, below it its text, with
            lines `type: bug`, `priority: 1`, `labels: a, b`, `needs: Title of another` at its top.

            Example: gt bead create-many plan.md --rig web
            """)

    @Argument(help: "A .json or .md file.", completion: .file()) var file: String
    @Option(help: "The rig they belong to, or hq.") var rig: BeadHome?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let home = try rig ?? call.rigHere().map(BeadHome.rig) ?? .hq
        let plan = try BeadPlan(try Files.readText(file), isMarkdown: !file.hasSuffix(".json"))
        let reply = try await client.command(BeadsCreate(beads: try plan.items(home: home)), id: id)
        call.answer(reply.beads) { screen in
            reply.beads.map { "created \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}
