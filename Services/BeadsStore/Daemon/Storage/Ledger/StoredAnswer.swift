internal import Hashing
internal import TownModel
internal import Wire

/// The answer of a command that was carried out, kept under its id, so that a repetition gets the same one.
///
/// Kept whole, whatever its size (the design allows the sequence alone above 1 KiB): a client that lost its answer
/// needs the reply, and a reply is never larger than a message. Refusals are not kept: the same id may be tried again.
struct StoredAnswer {
    var verb: String
    var body: [UInt8]
    var sequence: Int64

    /// nil when this id is new. Throws `conflict` when it was carried out with another verb or body.
    static func find(_ request: Request, in database: Database) throws(LedgerError) -> StoredAnswer? {
        #if DEBUG
            if Mutant.active == .skipIDLookUp {
                try forget(request.id, in: database)
                return nil
            }
            if Mutant.active == .keepRefusals, let kept = try refusal(of: request.id, in: database) {
                throw .refused(kept)
            }
        #endif
        let found: (verb: String, hash: String, sequence: Int64, answer: String)?
        do {
            found = try database.first(
                "SELECT verb, hash, sequence, answer FROM commands WHERE id = ?", [.text(request.id.text)]
            ) { (row) throws(SQLiteFailure) in (row.text(0), row.text(1), row.int(2), row.text(3)) }
        } catch {
            throw .failed(error)
        }
        guard let found else { return nil }
        guard found.verb == request.verb, found.hash == SHA256.hex(request.body) else {
            throw .refuse(
                .conflict, "the id \(request.id) was used for another command (\(found.verb)) before",
                about: request.id.text, hint: "send it under an id of its own")
        }
        return StoredAnswer(verb: found.verb, body: Array(found.answer.utf8), sequence: found.sequence)
    }

    func save(_ request: Request, _ work: Transaction) throws(LedgerError) {
        try work.write(
            "INSERT INTO commands (id, verb, hash, sequence, at, answer) VALUES (?, ?, ?, ?, ?, ?)",
            .text(request.id.text), .text(verb), .text(SHA256.hex(request.body)), .int(sequence),
            .int(work.now.milliseconds), .utf8(body))
    }

    func answer(to id: CommandID, epoch: Int64) -> Answer {
        Answer(id: id, headers: AnswerHeaders(sequence: sequence, epoch: epoch, already: true), result: .ok(body))
    }
}

#if DEBUG
    /// What mutants do that the store does not.
    extension StoredAnswer {
        private static let refused = "refused"

        /// So that nothing else is in the way of carrying it out again.
        fileprivate static func forget(_ id: CommandID, in database: Database) throws(LedgerError) {
            do {
                try database.run("DELETE FROM commands WHERE id = ?", .text(id.text))
            } catch {
                throw .failed(error)
            }
        }

        fileprivate static func refusal(
            of id: CommandID, in database: Database
        ) throws(LedgerError) -> WireError? {
            let kept: String?
            do {
                kept = try database.text(
                    "SELECT answer FROM commands WHERE id = ? AND verb = ?", .text(id.text), .text(refused))
            } catch {
                throw .failed(error)
            }
            do {
                return try kept.map { (text) throws(WireError) in
                    try JSONText.decode(WireError.self, from: Array(text.utf8))
                }
            } catch {
                throw .refused(error)
            }
        }

        static func keep(
            _ refusal: WireError, of id: CommandID, at now: Timestamp, in database: Database
        ) throws(SQLiteFailure) {
            try database.run(
                "INSERT OR IGNORE INTO commands (id, verb, hash, sequence, at, answer) VALUES (?, ?, '', 0, ?, ?)",
                .text(id.text), .text(refused), .int(now.milliseconds), .utf8(JSONText.encode(refusal)))
        }
    }
#endif
