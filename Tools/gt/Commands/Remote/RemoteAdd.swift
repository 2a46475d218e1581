import ArgumentParser
import Configuration
import Host
import TownModel

struct RemoteAddCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Remember where a town is, and which key of yours it knows.",
        discussion: """
            The same name again replaces what was known. The town's key is shown there by gt bus.

            Example: gt remote add x tcp://h:1 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID'
            """)

    @Argument(help: "The name you give it.") var name: RemoteName
    @Argument(help: "Where it takes requests: tcp://<host>:<port>.") var endpoint: TCPAddress
    @Argument(help: "The town's public key.") var townKey: PublicKey
    @Option(help: "Which of your keys to show there. Default: the one named as the town.") var key: KeyName?
    @Option(help: "Where it publishes its events. Default: one port higher.") var feed: TCPAddress?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let folder = try UserFolder(call.surroundings)
        guard let feed = feed ?? endpoint.next else { throw CommandFailure.usage("name the feed's port with --feed") }
        let file = RemoteFile(requests: endpoint, feed: feed, townKey: townKey, key: key ?? name)
        _ = try RemoteTown.secret(file.key, folder)
        try Files.makePrivateDirectory(folder.remotes)
        try Files.writeAtomically(file.text, to: folder.remote(name), mode: Files.privateFileMode)
        call.answer(RemoteRow(name, file, folder)) { _ in
            "\(name) is the town at \(endpoint); try gt --remote \(name) whoami"
        }
    }
}
