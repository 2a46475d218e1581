import TownModel
import Wire

extension TownClient {
    /// Every landing, of a rig or of all, with its proof.
    func landings(of rig: RigName? = nil) async throws(CommandFailure) -> [MergeRequest] {
        var found: [MergeRequest] = []
        var after: BeadID?
        repeat {
            let page = try await query(MergeLandings(rig: rig, after: after))
            found += page.requests
            after = page.next
        } while after != nil
        return found
    }

    /// The bead that a full id, or an unambiguous beginning of one, names.
    func bead(_ text: String) async throws(CommandFailure) -> BeadID {
        do {
            return try await details([text])[0].bead.id
        } catch {
            // While the store is away a full id is still good for a command, which then waits for the store itself.
            guard error.status == .away, let id = BeadID(text) else { throw error }
            return id
        }
    }

    func beads(_ texts: [String]) async throws(CommandFailure) -> [BeadID] {
        var found: [BeadID] = []
        for text in texts { found.append(try await bead(text)) }
        return found
    }

    /// One for each text, in order.
    func details(_ texts: [String]) async throws(CommandFailure) -> [BeadDetail] {
        for text in texts where text.isEmpty {
            throw CommandFailure(.badData, code: "invalid", "an empty text is no bead's id", hint: "gt bead list")
        }
        let found = try await query(BeadShow(ids: texts)).beads
        guard found.count == texts.count else {
            throw CommandFailure(.bug, code: "bug", "the store named \(found.count) beads for \(texts.count) ids")
        }
        return found
    }

    /// What the store says of a thing by its id, its address, a number, or a beginning or shorthand of these.
    func why(_ text: String, kind: WhyKind? = nil, rig: RigName?) async throws(CommandFailure) -> WhyReply {
        do {
            return try await query(TownWhy(about: text, kind: kind))
        } catch {
            let isUnknown = error.code == ErrorCode.notFound.rawValue || error.code == ErrorCode.invalid.rawValue
            guard kind == nil, isUnknown, !text.isEmpty, Address(text) == nil else { throw error }
            let agent: Address
            do {
                agent = try await address(text, rig: rig)
            } catch let other {
                // Without a slash it may be meant as an id as well: then that is what nobody knows.
                throw text.contains("/") || other.code == ErrorCode.ambiguous.rawValue ? other : error
            }
            return try await query(TownWhy(about: agent.description, kind: .agent))
        }
    }

    /// The merge request that its id, a bead's (its newest), or an unambiguous beginning of either names, and as of when.
    func request(_ text: String) async throws(CommandFailure) -> (request: MergeRequest, headers: AnswerHeaders) {
        let id = try QueueID.of(text)
        let (reply, headers) = try await full(TownWhy(about: id.text, kind: .request))
        guard let request = reply.request else {
            throw CommandFailure(.bug, code: "bug", "the store named no merge request for \(id)")
        }
        return (request, headers)
    }

    /// As above, for a command.
    func requestID(_ text: String) async throws(CommandFailure) -> BeadID {
        do {
            return try await request(text).request.id
        } catch {
            // As for a bead.
            guard error.status == .away else { throw error }
            return try QueueID.of(text)
        }
    }

    func convoy(_ text: String) async throws(CommandFailure) -> Convoy {
        try await query(ConvoyShow(id: text)).convoy
    }

    /// The address that a person's text means, of those who exist.
    func address(_ text: String, rig: RigName?) async throws(CommandFailure) -> Address {
        if let known = try AddressBook.fixed(text) { return known }
        return try AddressBook(addresses: await query(Directory()).addresses, rig: rig).resolve(text)
    }

    /// Likewise; nil where they named nobody.
    func address(ifNamed text: String?, _ call: Invocation) async throws(CommandFailure) -> Address? {
        guard let text else { return nil }
        return try await address(text, rig: call.rigHere())
    }

    /// The one, or the several, that a person's text means a letter for.
    func target(_ text: String, rig: RigName?) async throws(CommandFailure) -> MailTarget {
        if let list = try AddressBook.list(text) { return list }
        if let known = try AddressBook.fixed(text) { return .agent(known) }
        let directory = try await query(Directory())
        return try AddressBook(addresses: directory.addresses, rig: rig, lists: directory.lists ?? []).target(text)
    }

    func targets(_ texts: [String], rig: RigName?) async throws(CommandFailure) -> [MailTarget] {
        var found: [MailTarget] = []
        for text in texts { found.append(try await target(text, rig: rig)) }
        return found
    }
}
