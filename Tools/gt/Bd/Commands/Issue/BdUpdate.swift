import ArgumentParser
import TownModel
import Wire

struct BdUpdate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change issues.",
        discussion: """
            --claim takes an issue for you: one of many who ask at once gets it, so it waits for the store, and no change
            with it is left in the spool. An empty text takes a field away.

            Example: bd update web-a1 --claim --add-label urgent --json
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(parsing: .unconditional, help: "New title.") var title: String?
    @Option(name: .shortAndLong, help: "open, in_progress, blocked, deferred or closed.") var status: String?
    @Option(name: [.customShort("t", allowingJoined: true), .long], help: "task, bug, feature, chore or epic.")
    var type: BdType?
    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "0 to 4, P0 to P4.")
    var priority: PriorityArgument?
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Who has it; \"\": nobody.") var assignee: String?
    @Option(parsing: .unconditionalSingleValue, help: "Put labels on.") var addLabel: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: "Take labels off.") var removeLabel: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: "These labels in place of all.") var setLabels: [String] = []
    @Option(help: "What it is a part of; \"\": of nothing.", completion: IDCompletion.beads) var parent: String?
    @Option(
        name: .customLong("defer"), parsing: .unconditional, help: "Not ready before; \"\": not put off any more.")
    var deferUntil: BdMoment?
    @Option(parsing: .unconditional, help: "What a gate waits for.") var awaitID: String?
    @Flag(help: "Take it, if nobody has it.") var claim = false
    @OptionGroup var texts: BdTexts
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var bd: BdOptions

    func validate() throws {
        if claim, assignee != nil || status != nil {
            throw ValidationError("--claim sets --assignee and --status itself")
        }
    }

    func run(_ call: BdCall) async throws {
        var client = try call.spooling(spool)
        let body = try texts.body()
        var batch = BdBatch(call, count: ids.count)
        var changed: [BeadID] = []
        var spooled = BdSpooled()
        for text in ids {
            let id: BeadID?? = try await batch.attempt(text) { try await change(text, body, call, &client, &spooled) }
            if let id, let id { changed.append(id) }
        }
        let beads = try await client.client.lines(of: changed)
        call.answer(RawJSON.array(beads.map { $0.json() } + spooled.json)) { screen in
            beads.map { "updated \(BdText.line($0, screen))" }.joined(separator: "\n")
        }
        spooled.tell(call)
        try batch.finish()
    }

    /// nil when some of it waits in the spool: then nothing can be shown of it.
    private func change(
        _ text: String, _ body: String?, _ call: BdCall, _ client: inout SpoolingClient, _ spooled: inout BdSpooled
    ) async throws -> BeadID? {
        let detail = claim ? try await client.client.details([text])[0] : try await client.detail(text)
        let id = if let detail { detail.bead.id } else { try await client.bead(text) }
        let update = try await self.update(id, body, &client)
        let isUpdated = update != BeadUpdate(id: id)
        guard isUpdated || claim || isClosed else {
            throw CommandFailure.usage("say what to change", hint: "bd update --help lists what can be")
        }
        if isClosed {
            if let detail {
                try await client.client.checkFree(detail)
            } else {
                call.note("whether \(id) waits for an open issue can't be told while the store is away")
            }
        }
        let before = spooled.receipts.count
        // Taken first: who does not get it changes nothing.
        if claim {
            _ = try await client.client.command(BeadClaim(id: id, assignee: call.actor))
            if isUpdated { _ = try await client.client.command(update) }
        } else if isUpdated {
            spooled.note(try await client.deliver(update))
        }
        if isClosed { spooled.note(try await client.deliver(BeadClose(id: id, reason: "Closed"))) }
        return spooled.receipts.count == before ? id : nil
    }

    /// Closing has a command of its own.
    private var isClosed: Bool { status == BeadStatus.closed.rawValue }

    private func update(_ id: BeadID, _ body: String?, _ client: inout SpoolingClient) async throws -> BeadUpdate {
        var update = BeadUpdate(
            id: id, title: title, description: body, priority: priority?.value, type: type?.value,
            status: isClosed ? nil : status.map(BeadStatus.init(rawValue:)), assignee: assignee,
            addLabels: addLabel.parts, removeLabels: removeLabel.parts,
            labels: setLabels.isEmpty ? nil : setLabels.parts)
        var fields = texts.fields
        if let awaitID { fields["await_id"] = RawJSON.text(awaitID) }
        if !fields.isEmpty { update.fields = fields }
        if let deferUntil {
            update.deferUntil = deferUntil.time
            if deferUntil.time == nil { update.isDeferred = false }
        }
        if let parent {
            if parent.isEmpty { update.isOrphan = true } else { update.parent = try await client.bead(parent) }
        }
        return update
    }
}
