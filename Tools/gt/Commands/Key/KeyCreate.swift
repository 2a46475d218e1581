import ArgumentParser
import Host
import TownModel
import Wire

struct KeyCreateCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key of your own, for a town elsewhere. Needs no town.",
        discussion: """
            The secret stays in ~/.config/gastown/keys (or below XDG_CONFIG_HOME), for you alone to read; the public key \
            is for the town.

            Example: gt key create laptop
            """)

    @Argument(help: "What it will be called, there too: a-z, 0-9, - and _.") var name: KeyName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let made = try OwnKeys(call.surroundings).make(name)
        call.answer(made) { screen in
            """
            made the key \(name): its secret lies in \(screen.plain(made.path)), for you alone
            its public key is  \(made.publicKey)
            in the town:       \(KeyText.authorization(made))
            """
        }
    }
}
