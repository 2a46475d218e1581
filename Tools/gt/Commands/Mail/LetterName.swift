import TownModel
import Wire

/// How a person names a letter: by its id, or by its place in their inbox as it is listed, from 1.
struct LetterName {
    private let text: String

    init(_ text: String) { self.text = text }

    /// The inbox is asked for a place alone: an id can be written while the store is away.
    func id(_ client: () throws -> TownClient) async throws -> BeadID {
        if let place = Int(text) {
            let mails = try await client().query(MailInbox(limit: WireLimits.pageRowsMax)).mails
            guard mails.indices.contains(place - 1) else {
                throw CommandFailure(
                    .refused, code: "not-found", "there is no letter \(place): the inbox has \(mails.count)",
                    hint: "gt mail inbox")
            }
            return mails[place - 1].id
        }
        guard let id = BeadID(text) else {
            throw CommandFailure(.badData, code: "invalid", "that is no letter's id", hint: "gt mail inbox")
        }
        return id
    }
}
