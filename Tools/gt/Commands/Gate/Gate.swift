import ArgumentParser
import TownModel
import Wire

struct BeadGateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Hold a bead until a person, a time or another bead lets it go.",
        discussion: "Example: gt bead gate create web-a1 --timer 30m",
        subcommands: [GateCreateCommand.self, GateListCommand.self, GateOpenCommand.self])
}

struct GateCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Hold a bead behind a gate; without an option a person opens it.",
        discussion: "Example: gt bead gate create web-a1 --bead api-b2")

    @Argument(help: "The bead that is held.", completion: IDCompletion.beads) var bead: String
    @Option(help: "Opens after this time, as in 90s, 30m, 2h, 3d.") var timer: DurationArgument?
    @Option(name: .customLong("bead"), help: "Opens when this bead ends.", completion: IDCompletion.beads)
    var awaited: String?
    @Option(help: "What it says.") var title: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if timer != nil, awaited != nil { throw ValidationError("--timer or --bead, not both") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var other: BeadID?
        if let awaited { other = try await client.bead(awaited) }
        let kind: GateCreate.Kind = timer != nil ? .timer : other != nil ? .bead : .human
        let reply = try await client.command(
            GateCreate(
                holding: try await client.bead(bead), kind: kind, title: title,
                seconds: timer?.duration.components.seconds, awaited: other))
        call.answer(reply.bead) { "made \(BeadText.line(reply.bead, $0))" }
    }
}

struct GateListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List gates that are shut.",
        discussion: "Example: gt bead gate list")

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Flag(help: "Open ones too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(
            BeadList(selection: BeadSelection(home: rig, types: [.gate], includeClosed: all), limit: limit))
        call.answer(page.beads) { page.beads.isEmpty ? "no gates" : BeadText.table(page.beads, $0) }
        if page.next != nil { call.note("there is more: --limit \(limit * 2)") }
    }
}

struct GateOpenCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open gates by hand; only a person may.",
        discussion: "Example: gt bead gate open web-g1 -r \"looked at it\"",
        aliases: ["approve"])

    @Argument(help: "Gates.", completion: IDCompletion.beads) var gates: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "opened by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let found = try await client.details(gates).map(\.bead)
        if let other = found.first(where: { $0.type != .gate }) {
            throw CommandFailure(
                .refused, code: "conflict", "\(other.id) is no gate but a \(other.type.rawValue)", about: other.id.text,
                hint: "gt close \(other.id)")
        }
        var opened: [Bead] = []
        for gate in found { opened.append(try await client.command(BeadClose(id: gate.id, reason: reason)).bead) }
        call.answer(opened) { screen in
            opened.map { "opened \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}
