import ArgumentParser
import BeadsFormat
import TownModel

struct BdCommentsList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Read what was said about an issue, the oldest first.",
        discussion: "Example: bd comments list web-a1 --json")

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let bead = try await client.line(of: try await client.bead(id))
        let comments = bead.line.comments
        call.answer(RawJSON.array(comments.map { $0.json(ofIssue: bead.id) })) { screen in
            guard !comments.isEmpty else { return "nothing was said about \(bead.id)" }
            return comments.map { comment in
                screen.paint(screen.plain("\(comment.author), \(comment.createdAt ?? "?")"), .dim) + "\n"
                    + screen.paragraph(comment.text, indent: 2)
            }.joined(separator: "\n")
        }
    }
}
