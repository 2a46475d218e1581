import ArgumentParser
import TownModel
import Wire

/// Issues and, as the last word, a label.
struct BdLabelling: ParsableArguments {
    @Argument(help: "Ids, then the label.", completion: IDCompletion.beads) var words: [String]

    func validate() throws {
        guard words.count >= 2 else { throw ValidationError("say at least one id, then the label") }
    }

    /// - Parameter status: the reference's word for what was done.
    func run(_ call: BdCall, _ status: String, _ update: (BeadID, String) -> BeadUpdate) async throws {
        let client = try call.writer()
        let label = words.last ?? ""
        var batch = BdBatch(call, count: words.count - 1)
        var done: [BeadID] = []
        for text in words.dropLast() {
            let id: BeadID? = try await batch.attempt(text) {
                let id = try await client.bead(text)
                _ = try await client.command(update(id, label))
                return id
            }
            if let id { done.append(id) }
        }
        call.answer(
            RawJSON.array(
                done.map { id in
                    RawJSON.object([
                        "status": RawJSON.text(status), "issue_id": RawJSON.text(id.text),
                        "label": RawJSON.text(label),
                    ])
                })
        ) { screen in
            done.map { "\(status) \(screen.plain(label)): \($0)" }.joined(separator: "\n")
        }
        try batch.finish()
    }
}
