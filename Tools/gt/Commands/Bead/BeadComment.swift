import ArgumentParser
import BeadsFormat
import TownModel
import Wire

struct BeadCommentCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment",
        abstract: "Say something about a bead; without a text, list what was said.",
        discussion: "Example: gt bead comment web-a1 \"seen it too\"")

    @Argument(completion: IDCompletion.beads) var bead: String
    @Argument(help: "The comment.") var text: String?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        if let text {
            let reply = try await client.command(BeadComment(id: try await client.bead(bead), text: text), id: id)
            return call.answer(reply.bead) { "noted on \(BeadText.line(reply.bead, $0))" }
        }
        let fields = BeadFieldText(try await client.details([bead])[0])
        call.answer(fields.comments) { screen in
            fields.comments.isEmpty ? "no comments" : fields.comments.map { $0.text(screen) }.joined(separator: "\n")
        }
    }
}
