import Host
import TownModel
import Wire

/// Tells the store, and leaves what it has to tell in the spool when nobody is there: for commands whose answer nobody
/// waits for.
struct SpoolingClient {
    let client: TownClient
    private let spool: Spool
    private let speaker: @Sendable () throws(CommandFailure) -> SpoolSpeaker
    /// Not with `--no-spool`, and not without a key: then the store says what is missing.
    private let maySpool: Bool
    /// Found out once: what is said next waits behind what was left in the spool.
    private(set) var isAway = false

    init(_ client: TownClient, _ surroundings: Surroundings, maySpool: Bool) {
        self.client = client
        spool = Spool(client.layout)
        self.maySpool = maySpool && client.maySpool
        speaker = { () throws(CommandFailure) in try SpoolSpeaker(client.layout, surroundings) }
    }

    mutating func deliver<C: SpoolableCommand>(
        _ command: C, id: CommandID? = nil
    ) async throws(CommandFailure) -> Delivery<C.Reply> {
        let id = id ?? FreshID.command()
        guard maySpool else { return .answered(try await client.command(command, id: id)) }
        var isBehind = false
        if !isAway { isBehind = try hasEntries }
        if !isAway, !isBehind {
            if let reply = try await client.commandWhileHeard(command, id: id) { return .answered(reply) }
            isAway = true
        }
        return .spooled(try accept(command, id, isBehind: isBehind))
    }

    /// The address that a person's text means. While nobody can be asked only a whole one says the same to everybody.
    mutating func address(_ text: String, rig: RigName?) async throws(CommandFailure) -> Address {
        guard maySpool else { return try await client.address(text, rig: rig) }
        if let known = try AddressBook.fixed(text) { return known }
        if let directory = try await ask(Directory()) {
            return try AddressBook(addresses: directory.addresses, rig: rig).resolve(text)
        }
        return try whole(text)
    }

    /// Likewise for one or several.
    mutating func target(_ text: String, rig: RigName?) async throws(CommandFailure) -> MailTarget {
        guard maySpool else { return try await client.target(text, rig: rig) }
        if let list = try AddressBook.list(text) { return list }
        if let known = try AddressBook.fixed(text) { return .agent(known) }
        if let directory = try await ask(Directory()) {
            return try AddressBook(addresses: directory.addresses, rig: rig, lists: directory.lists ?? []).target(text)
        }
        return .agent(try whole(text))
    }

    private func whole(_ text: String) throws(CommandFailure) -> Address {
        guard let whole = Address(text) else {
            throw absent(
                "nobody can say who \(text) is",
                hint: "write a whole address: web/polecats/nux, web/witness, group:reviewers")
        }
        return whole
    }

    /// The bead that a text names, which must be its whole id while nobody can be asked.
    mutating func bead(_ text: String) async throws(CommandFailure) -> BeadID {
        guard maySpool else { return try await client.bead(text) }
        if let detail = try await detail(text) { return detail.bead.id }
        guard let id = BeadID(text) else { throw absent("\(text) is no bead's id", hint: "write its whole id") }
        return id
    }

    /// What the store knows of a bead; nil while nobody can be asked.
    mutating func detail(_ text: String) async throws(CommandFailure) -> BeadDetail? {
        guard maySpool else { return try await client.details([text])[0] }
        guard !text.isEmpty else { return try await client.details([text])[0] }
        return try await ask(BeadShow(ids: [text]))?.beads.first
    }

    private mutating func ask<Q: Query>(_ query: Q) async throws(CommandFailure) -> Q.Reply? {
        guard !isAway else { return nil }
        let reply = try await client.queryWhileHeard(query)
        isAway = reply == nil
        return reply
    }

    private func absent(_ message: String, hint: String) -> CommandFailure {
        let absence = StoreAbsence(client.layout)
        return CommandFailure(
            .away, code: "away", "\(absence.sentence), and \(message)", about: absence.endpoint, hint: hint)
    }

    private var hasEntries: Bool {
        get throws(CommandFailure) {
            do {
                return try !spool.names().isEmpty
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    private func accept<C: SpoolableCommand>(
        _ command: C, _ id: CommandID, isBehind: Bool
    ) throws(CommandFailure) -> SpoolReceipt {
        let speaker = try speaker()
        let entry = SpooledCommand(
            command, id: id, actor: speaker.actor, session: speaker.session, acceptedAt: Surroundings.now)
        guard entry.body.utf8.count + WireLimits.headersBytesMax <= WireLimits.messageBytesMax else {
            throw CommandFailure(
                .badData, code: "too-large", "the message is over \(WireLimits.messageBytesMax) bytes",
                hint: "say it shorter")
        }
        do {
            try spool.add(entry)
        } catch {
            throw CommandFailure(error, for: id)
        }
        return SpoolReceipt(id: id, verb: C.verb, isBehind: isBehind)
    }
}

extension CommandFailure {
    /// Nothing was accepted, and nobody answers.
    init(_ problem: SpoolError, for id: CommandID? = nil) {
        let message =
            switch problem {
            case .full(let entries, let bytes):
                "the store is away, and its spool is full (it holds \(entries) commands, \(bytes >> 20) MiB)"
            case .host(let trouble): "the store is away, and its spool can't be written: \(trouble)"
            }
        self.init(
            .tryAgain, code: "away", "\(message): nothing was accepted", about: id?.text,
            hint: "gt up, then the same command again")
    }
}

extension Invocation {
    /// For a command that may be left in the spool.
    func spooling(_ options: SpoolOptions) throws(CommandFailure) -> SpoolingClient {
        SpoolingClient(
            try client(mayBeAway: !options.noSpool), surroundings, maySpool: !options.noSpool)
    }
}
