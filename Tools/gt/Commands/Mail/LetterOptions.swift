import ArgumentParser
import TownModel
import Wire

extension MailType: ExpressibleByArgument {}

/// What a letter says and how urgent it is, for those who write one.
struct LetterOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The letter.") var message: String?
    @Flag(help: "The letter is read from standard input.") var stdin = false
    @Option(help: "The letter is this file's text.", completion: .file()) var file: String?
    @Option(name: .shortAndLong, help: "0 (urgent) to 4, or urgent, high, normal, low, backlog.")
    var priority: PriorityArgument?
    @Flag(help: "The same as --priority urgent.") var urgent = false
    @Option(help: "Who gets it besides; may be given more than once.", completion: IDCompletion.addresses)
    var cc: [String] = []

    func validate() throws {
        guard [message != nil, stdin, file != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("say the letter once: --message, --stdin or --file")
        }
        if urgent, priority != nil { throw ValidationError("--urgent or --priority, not both") }
    }

    var value: Priority { urgent ? .critical : priority?.value ?? .normal }

    /// Whom `cc` means; nil: nobody.
    func copies(_ client: inout SpoolingClient, rig: RigName?) async throws -> [Address]? {
        var copies: [Address] = []
        for text in cc { copies.append(try await client.address(text, rig: rig)) }
        return copies.isEmpty ? nil : copies
    }

    func body() throws -> String {
        if stdin { return try TextSource.text("-") }
        return try file.map(TextSource.text) ?? message ?? ""
    }
}
