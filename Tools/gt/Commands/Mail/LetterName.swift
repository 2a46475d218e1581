import TownModel
import Wire

/// How a person names a letter: by its id, or by its place in their inbox as `gt mail inbox` lists it, from 1.
struct LetterName {
    private let text: String

    init(_ text: String) { self.text = text }

    /// The inbox is asked for a place alone: an id can be written while the store is away.
    func id(_ client: () throws -> TownClient) async throws -> BeadID {
        if let place = Int(text) { return try await Self.id(at: place, try client()) }
        guard let id = BeadID(text) else {
            throw CommandFailure(.badData, code: "invalid", "that is no letter's id", hint: "gt mail inbox")
        }
        return id
    }

    /// All of them, before anything is done to one: a place is one of the list that was looked at.
    static func ids(_ texts: [String], _ client: TownClient) async throws -> [BeadID] {
        var ids: [BeadID] = []
        for text in texts { ids.append(try await LetterName(text).id { client }) }
        return ids
    }

    private static func id(at place: Int, _ client: TownClient) async throws -> BeadID {
        var (before, passed): (BeadID?, Int) = (nil, 0)
        repeat {
            let page = try await client.query(MailInbox(limit: WireLimits.pageRowsMax, before: before))
            let index = place - 1 - passed
            if page.mails.indices.contains(index) { return page.mails[index].id }
            (before, passed) = (page.next, passed + page.mails.count)
        } while before != nil && place > 0
        throw CommandFailure(
            .refused, code: "not-found", "there is no letter \(place): the inbox has \(passed)", hint: "gt mail inbox")
    }
}
