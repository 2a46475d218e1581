import ArgumentParser
import BeadsFormat
import Host
import TownModel
import Wire

/// A comment: on which issue, and in which words.
struct BdRemark: ParsableArguments {
    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Argument(help: "What is to be said.") var words: [String] = []
    @Option(name: .shortAndLong, help: "Read it from a file; - from what is piped in.", completion: .file())
    var file: String?

    func validate() throws {
        guard words.isEmpty != (file == nil) else { throw ValidationError("say it, or name a file that does") }
    }

    func run(_ call: BdCall) async throws {
        let text = try file.map(TextSource.text) ?? words.joined(separator: " ")
        let client = try call.writer()
        let id = try await client.command(BeadComment(id: try await client.bead(id), text: text)).bead.id
        let last = try await client.line(of: id).line.comments.last
        call.answer(last.map { $0.json(ofIssue: id.text) } ?? "null") { _ in "said about \(id)" }
    }
}

extension CommentEntry {
    /// As the reference answers with it.
    func json(ofIssue issue: String) -> String {
        RawJSON.object([
            "id": Int64(id).map { String($0) } ?? RawJSON.text(id), "issue_id": RawJSON.text(issue),
            "author": RawJSON.text(author), "text": RawJSON.text(text), "created_at": createdAt.map(RawJSON.text),
        ])
    }
}
