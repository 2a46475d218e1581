import ArgumentParser
import TownModel
import Wire
import ZeroMQBus

struct KeyAuthorizeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorize",
        abstract: "Let a key in over TCP: it reads everything and sends nothing, unless you say otherwise.",
        discussion: """
            The same name again replaces what was: another public key, other rights. Groups: bead, file, mail, dispatch, \
            work, town, stop, or all of them (docs/protocol.md, Rights). Quote the public key: a shell would read it.

            Example: gt key authorize laptop 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID' --allow mail,dispatch
            """)

    @Argument(help: "A name for it.") var name: KeyName
    @Argument(help: "What gt key create printed there: 40 characters.") var publicKey: PublicKey
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("What it may send: groups with commas between, or all.", valueName: "groups"))
    var allow: [String] = []
    @Option(parsing: .singleValue, help: "It hears this stream and nothing else: town or a rig; may be repeated.")
    var stream: [StreamName] = []
    @Option(
        name: .customLong("as"), help: "In whose name it speaks: overseer, or <rig>/crew/<name>.",
        completion: IDCompletion.addresses)
    var actor: String = "overseer"
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard publicKey.isUsable else {
            throw CommandFailure(
                .badData, code: "invalid", "that is no public key: its characters stand for no 32 bytes",
                hint: "copy what gt key create printed, in single quotes")
        }
        let client = try call.client()
        let speaker = try await speaker(client)
        let key = RemoteKey(
            name: name, publicKey: publicKey, actor: speaker, groups: try groups(for: speaker), streams: stream)
        let reply = try await client.command(KeyAuthorize(key: key), id: id)
        call.answer(reply) { _ in KeyText.authorized(reply) }
    }

    /// A crew member need not have done anything here yet.
    private func speaker(_ client: TownClient) async throws(CommandFailure) -> Address {
        if let full = Address(actor), case .crew = full { return full }
        return try await client.address(actor, rig: nil)
    }

    private func groups(for speaker: Address) throws(CommandFailure) -> [VerbGroup] {
        let words = allow.flatMap { $0.split(separator: ",").map(String.init) }
        if words == ["all"] { return Rights.groups(ofRemoteFor: speaker) }
        var groups: [VerbGroup] = []
        for word in words {
            guard let group = VerbGroup(rawValue: word) else {
                let known = Rights.groups(ofRemoteFor: speaker).map(\.rawValue).joined(separator: ", ")
                throw .usage("\"\(UntrustedText.line(word))\" is no group", hint: "all, or some of: \(known)")
            }
            groups.append(group)
        }
        return groups
    }
}
