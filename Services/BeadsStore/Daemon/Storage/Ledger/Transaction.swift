package import TownModel
package import Wire

/// Who sent a command, as the store made out: never as the sender says.
struct Speaker: Hashable, Sendable {
    var actor: Address
    var session: Incarnation?
    /// Set when the command came with this role's current token.
    var role: RoleName?
    /// Set when the command came over TCP: with this key.
    var remote: RemoteKey?

    var kind: SpeakerKind { actor.speakerKind(inSession: session != nil) }
}

/// One command at work inside the writer's transaction, as if it were alone in it: what verbs are written against.
///
/// Reads see what earlier commands of the batch wrote. Events go out only if the whole batch commits.
final class Transaction {
    let database: Database
    let now: Timestamp
    /// When its sender said it: before now, if it waited in the spool.
    let said: Timestamp
    let speaker: Speaker
    /// The command's id, or the timer's name: becomes every event's cause.
    let cause: String
    /// What led to it, as its sender says, or the command that set the timer: recorded in every event.
    let because: String?
    let town: TownFacts
    let ports: LedgerPorts
    /// Cooked graphs that were read before.
    let shelf: GraphShelf
    /// Set by what changes the town's own facts: later commands of the batch see them.
    var changedTown = false
    /// Set by what changes who a key or a process stands for: later commands of the batch are judged by it.
    var changedSpeakers = false
    /// Where the log ends; the batch's own copy is set only when the command has succeeded.
    private(set) var sequence: Int64
    private(set) var events: [LoggedEvent] = []
    /// Where the streams end that an event of this transaction went to.
    private(set) var heads: [String: Int64]
    /// The molecule whose beads are being brought in line with its walk: what happens to them is no news for it.
    var mirroring: Int64?
    /// Convoys with a member that changed: brought up to date once, when the command has done the rest.
    var staleConvoys: Set<BeadID> = []
    /// Beads that got a parent: what is driven to its end takes them in, when the command has done the rest.
    var joined: Set<BeadID> = []

    init(
        database: Database, now: Timestamp, said: Timestamp? = nil, speaker: Speaker, cause: String,
        because: String? = nil, town: TownFacts,
        ports: LedgerPorts = .none, shelf: GraphShelf = GraphShelf(), sequence: Int64, heads: [String: Int64]
    ) {
        self.shelf = shelf
        self.heads = heads
        self.database = database
        self.now = now
        // A clock that was set back has nobody speak in the future.
        self.said = min(said ?? now, now)
        self.speaker = speaker
        self.cause = cause
        self.because = because
        self.town = town
        self.ports = ports
        self.sequence = sequence
    }

    /// Appends an event to the log of one stream.
    func emit(
        _ kind: EventKind, in stream: StreamName, subject: String, _ data: EventData
    ) throws(LedgerError) {
        sequence += 1
        let name = stream.description
        let previous = try end(of: name)
        let event = TownEvent(
            sequence: sequence, previous: previous, epoch: town.epoch, stream: stream, kind: kind, subject: subject,
            time: now, actor: speaker.actor, session: speaker.session, cause: cause, because: because, data: data)
        let bytes = CloudEvent.encode(event, source: town.source)
        try write(
            "INSERT INTO events (sequence, stream, kind, subject, at, because, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
            .int(sequence), .text(name), .text(kind.rawValue), .text(subject), .int(now.milliseconds),
            .optional(because), .utf8(bytes))
        if previous == 0 { try write("INSERT INTO streams (name, head) VALUES (?, 0)", .text(name)) }
        heads[name] = sequence
        events.append(LoggedEvent(topic: event.topic, stream: stream, kind: kind, sequence: sequence, bytes: bytes))
    }

    private func end(of stream: String) throws(LedgerError) -> Int64 {
        if let known = heads[stream] { return known }
        return try read { (db) throws(SQLiteFailure) in try db.head(of: stream) }
    }

    /// The next value of a counter, from 1; in a ledger that was restored, from above what a counter that it does not
    /// know may have reached.
    func next(_ counter: String) throws(LedgerError) -> Int64 {
        try read { (db) throws(SQLiteFailure) in
            try db.int(
                """
                INSERT INTO counters (name, value)
                VALUES (?1, 1 + coalesce((SELECT value FROM counters WHERE name = ?2), 0))
                ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
                """, .text(counter), .text(Raise.floor)) ?? 0
        }
    }

    func write(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) { try write(sql, values) }

    func write(_ sql: String, _ values: [SQLiteValue]) throws(LedgerError) {
        do {
            let statement = try database.statement(sql)
            defer { statement.reset() }
            try statement.bind(values)
            while try statement.step() {}
        } catch {
            throw .failed(error)
        }
    }

    func read<Value>(_ body: (Database) throws(SQLiteFailure) -> Value) throws(LedgerError) -> Value {
        do {
            return try body(database)
        } catch {
            throw .failed(error)
        }
    }
}

/// An event in the log: what is published after the commit, byte for byte.
package struct LoggedEvent: Hashable, Sendable {
    package let topic: String
    package let stream: StreamName
    package let kind: EventKind
    package let sequence: Int64
    package let bytes: [UInt8]
}
