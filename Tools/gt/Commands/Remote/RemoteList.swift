import ArgumentParser
import Configuration
import TownModel
import ZeroMQBus

struct RemoteListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the towns elsewhere that you know, with the public key that you show there.",
        discussion: "Example: gt remote list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let folder = try UserFolder(call.surroundings)
        let rows = try RemoteTown.names(folder).map { (name) throws(CommandFailure) in
            RemoteRow(name, try RemoteTown.file(name, folder), folder)
        }
        call.answer(rows) { screen in
            guard !rows.isEmpty else { return "no remote towns; gt remote add makes one known" }
            var table = TextTable()
            table.header("name", "requests", "feed", "your key", "its public half")
            for row in rows {
                table.add(
                    .init(text: row.name.text), .init(text: row.endpoint.text), .init(text: row.feed.text),
                    .init(text: row.key.text), .init(text: row.publicKey?.text ?? "missing: gt key create \(row.key)"))
            }
            return table.text(screen)
        }
    }
}

/// A town elsewhere as it is shown.
struct RemoteRow: Encodable {
    let name: RemoteName
    let endpoint: TCPAddress
    let feed: TCPAddress
    let townKey: PublicKey
    let key: KeyName
    /// Of the user's own key; nil where that is missing or can't be used.
    let publicKey: PublicKey?

    init(_ name: RemoteName, _ file: RemoteFile, _ folder: UserFolder) {
        self.name = name
        endpoint = file.requests
        feed = file.feed
        townKey = file.townKey
        key = file.key
        // A list shows what there is; the command that needs the key says what is wrong with it.
        publicKey = (try? RemoteTown.secret(file.key, folder))?.publicKey
    }
}
