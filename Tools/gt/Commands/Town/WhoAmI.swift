import ArgumentParser
import TownModel
import Wire

struct WhoAmICommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Say who the store takes you for.",
        discussion: """
            The store goes by the key you hold: a session's (GT_SESSION_DIR) or the overseer's (.gt/keys/overseer).
            Without one you may read, nothing else.

            Example: gt whoami
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(WhoAmI())
        call.answer(reply) { screen in
            let actor = reply.actor.map(\.description) ?? "a reader without a key"
            let session = reply.session.map { " in session \($0)" } ?? ""
            let told = AttentionText.words(reply.attention, screen).map { ", \($0)" } ?? ""
            return "\(actor)\(session)\(told), town \(screen.plain(reply.town)) (\(reply.townID))"
        }
    }
}
