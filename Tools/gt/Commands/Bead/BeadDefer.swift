import ArgumentParser
import TownModel
import Wire

struct BeadDeferCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "defer",
        abstract: "Put beads off: until a time, or until somebody takes them up again.",
        discussion: "Example: gt bead defer web-a1 --for 2d")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(help: "Until this time (RFC 3339).") var until: Timestamp?
    @Option(name: .customLong("for"), help: "For so long, as in 90s, 30m, 2h, 3d.") var period: DurationArgument?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if until != nil, period != nil { throw ValidationError("--until or --for, not both") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let moment = until ?? period.map { Surroundings.now.advanced(by: $0.duration) }
        var deferred: [Bead] = []
        for id in try await client.beads(ids) {
            let update =
                moment.map { BeadUpdate(id: id, deferUntil: $0) } ?? BeadUpdate(id: id, isDeferred: true)
            deferred.append(try await client.command(update).bead)
        }
        call.answer(deferred) { screen in
            deferred.map { bead in
                let end = bead.deferUntil.map { "until \($0)" } ?? "until gt bead undefer"
                return "deferred \(BeadText.line(bead, screen)) \(end)"
            }.joined(separator: "\n")
        }
    }
}

struct BeadUndeferCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "undefer",
        abstract: "Take deferred beads up again.",
        discussion: "Example: gt bead undefer web-a1")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var beads: [Bead] = []
        for id in try await client.beads(ids) {
            beads.append(try await client.command(BeadUpdate(id: id, isDeferred: false)).bead)
        }
        call.answer(beads) { screen in
            beads.map { "took up \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}
