import ArgumentParser
import TownModel
import Wire

struct BdGateCreate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a gate before an issue.",
        discussion: """
            human: a person closes it. timer: it opens after --timeout. bead: it opens when --await-id ends.

            Example: bd gate create --blocks web-a1 --type bead --await-id web-b2
            """)

    @Option(help: "The issue that waits for it.", completion: IDCompletion.beads) var blocks: String
    @Option(name: .shortAndLong, help: "human, timer or bead.") var type = GateCreate.Kind.human
    @Option(parsing: .unconditional, help: "One line; else it says what it waits for.") var title: String?
    @Option(help: "Of a timer: 90s, 30m, 2h, 1d.") var timeout: DurationArgument?
    @Option(help: "Of a bead: the issue that opens it.", completion: IDCompletion.beads) var awaitID: String?
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard (type == .timer) == (timeout != nil) else {
            throw ValidationError(type == .timer ? "a timer needs --timeout" : "--timeout is for --type timer")
        }
        guard (type == .bead) == (awaitID != nil) else {
            throw ValidationError(type == .bead ? "--type bead needs --await-id" : "--await-id is for --type bead")
        }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        var create = GateCreate(holding: try await client.bead(blocks), kind: type, title: title)
        create.seconds = timeout?.duration.components.seconds
        if let awaitID { create.awaited = try await client.bead(awaitID) }
        let bead = try await client.line(of: try await client.command(create).bead.id)
        call.answer(bead.json()) { "created \(BdText.line(bead, $0))" }
    }
}

extension GateCreate.Kind: ExpressibleByArgument {}
