import ArgumentParser
import TownModel
import Wire

struct MailReadCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read a letter of your inbox.",
        discussion: "Example: gt mail read hq-a1b2   # or its place in the inbox: gt mail read 1")

    @Argument(help: "Its id, or its place in the inbox, from 1.") var letter: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MailRead(id: try await id(client)))
        call.answer(reply.mail) { MailText.letter(reply.mail, $0) }
    }

    private func id(_ client: TownClient) async throws -> BeadID {
        if let place = Int(letter) {
            let mails = try await client.query(MailInbox(limit: WireLimits.pageRowsMax)).mails
            guard mails.indices.contains(place - 1) else {
                throw CommandFailure(
                    .refused, code: "not-found", "there is no letter \(place): the inbox has \(mails.count)",
                    hint: "gt mail inbox")
            }
            return mails[place - 1].id
        }
        guard let id = BeadID(letter) else {
            throw CommandFailure(.badData, code: "invalid", "that is no letter's id", hint: "gt mail inbox")
        }
        return id
    }
}
