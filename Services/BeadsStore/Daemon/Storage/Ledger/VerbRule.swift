package import TownModel
internal import Wire

/// One verb that changes state: who may (`Rights` says it of its group), and what it does.
struct VerbRule: Sendable {
    let verb: String
    let group: VerbGroup
    /// Its answer is kept under the command's id. false: what it changes says by itself that it was carried out.
    let isKept: Bool
    /// Decodes the body, carries it out, gives the reply as JSON.
    let run: @Sendable (_ body: [UInt8], _ transaction: Transaction) throws(LedgerError) -> [UInt8]

    static func command<C: Command>(
        _ type: C.Type, isKept: Bool = true,
        _ body: @escaping @Sendable (C, Transaction) throws(LedgerError) -> C.Reply
    ) -> VerbRule {
        guard let group = VerbGroup(of: C.verb) else { preconditionFailure("\(C.verb) is in no group of VerbGroups") }
        return VerbRule(verb: C.verb, group: group, isKept: isKept) { (bytes, transaction) throws(LedgerError) in
            let command: C
            do throws(WireError) {
                command = try C.decode(bytes)
            } catch {
                throw .refused(error)
            }
            let reply = try body(command, transaction)
            try transaction.refreshConvoys()
            return C.json(of: reply)
        }
    }
}

/// One verb that only reads.
struct QueryRule: Sendable {
    let verb: String
    let run: @Sendable (_ body: [UInt8], _ reading: Reading) throws(LedgerError) -> [UInt8]

    static func query<Q: Query>(
        _ type: Q.Type, _ body: @escaping @Sendable (Q, Reading) throws(LedgerError) -> Q.Reply
    ) -> QueryRule {
        QueryRule(verb: Q.verb) { (bytes, reading) throws(LedgerError) in
            let query: Q
            do throws(WireError) {
                query = try JSONText.decode(Q.self, from: bytes)
            } catch {
                throw .refused(error)
            }
            return Q.json(of: try body(query, reading))
        }
    }
}

/// A query at work: one read transaction, so that everything it reads is of one moment.
struct Reading {
    let database: Database
    let now: Timestamp
    /// nil: a reader without a key.
    let speaker: Speaker?
    let town: TownFacts
    /// What the store knows without the ledger: when it last heard each service.
    let heard: [String: HeardService]
    /// Who was refused what since the store began, commands and questions.
    var refused: (commands: Refusals, questions: Refusals) = (Refusals(), Refusals())
    /// Of a service's process, now.
    var isRunnable: @Sendable (ProcessIdentity) -> Bool = { _ in true }
    /// Of words; only where searches are answered.
    var index: SearchIndex?
    /// Cooked graphs that were read before.
    var shelf = GraphShelf()
    let sequence: Int64

    func read<Value>(_ body: (Database) throws(SQLiteFailure) -> Value) throws(LedgerError) -> Value {
        do {
            return try body(database)
        } catch {
            throw .failed(error)
        }
    }
}

/// A service's last heartbeat, kept in the store's memory.
package struct HeardService: Hashable, Sendable {
    package var process: ProcessIdentity
    package var turns: Int64
    package var at: Timestamp
    package var patrols: PatrolCount?

    package init(process: ProcessIdentity, turns: Int64, at: Timestamp, patrols: PatrolCount? = nil) {
        self.patrols = patrols
        self.process = process
        self.turns = turns
        self.at = at
    }
}
