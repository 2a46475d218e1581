import TownModel
import Wire

/// The same change for several issues, and the answer to it.
struct BdEach {
    private let texts: [String]
    /// What was done to each.
    private let word: String

    init(_ texts: [String], word: String) {
        self.texts = texts
        self.word = word
    }

    /// - Parameter check: throws for what the change is not meant for.
    func run<C: Command>(
        _ call: BdCall, check: (Bead) throws(CommandFailure) -> Void = { (_) throws(CommandFailure) in },
        _ command: (BeadID) -> C
    ) async throws where C.Reply == BeadReply {
        let client = try call.writer()
        var batch = BdBatch(call, count: texts.count)
        var done: [BeadID] = []
        for text in texts {
            let id: BeadID? = try await batch.attempt(text) {
                let bead = try await client.details([text])[0].bead
                try check(bead)
                return try await client.command(command(bead.id)).bead.id
            }
            if let id { done.append(id) }
        }
        let beads = try await client.lines(of: done)
        call.answer(RawJSON.array(beads.map { $0.json() })) { screen in
            beads.map { "\(word) \(BdText.line($0, screen))" }.joined(separator: "\n")
        }
        try batch.finish()
    }
}
