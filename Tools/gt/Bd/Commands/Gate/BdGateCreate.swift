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
    @Option(help: "Of a timer: 90s, 30m, 2h, 1d.") var timeout: Span?
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
        create.seconds = timeout?.seconds
        if let awaitID { create.awaited = try await client.bead(awaitID) }
        let bead = try await client.line(of: try await client.command(create).bead.id)
        call.answer(bead.json()) { "created \(BdText.line(bead, $0))" }
    }

    /// `90s`, `30m`, `2h`, `1d`; a number alone is seconds.
    struct Span: ExpressibleByArgument {
        let seconds: Int64

        init?(argument: String) {
            let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
            let unit = argument.last.flatMap { units[$0] }
            guard let count = Int64(unit == nil ? argument : String(argument.dropLast())),
                (1...1_000_000_000).contains(count)
            else { return nil }
            seconds = count * (unit ?? 1)
        }
    }
}

extension GateCreate.Kind: ExpressibleByArgument {}
