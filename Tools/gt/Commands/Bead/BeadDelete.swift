import ArgumentParser
import TownModel
import Wire

struct BeadDeleteCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete beads; they stay as tombstones, and gt bead reopen brings them back.",
        discussion: "Example: gt bead delete web-a1 -r \"made twice\"")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "deleted by hand"
    @Flag(help: "Their open parts too, at any depth.") var cascade = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            BeadDelete(ids: try await client.beads(ids), reason: reason, cascade: cascade))
        call.answer(reply.beads) { screen in
            reply.beads.map { "deleted \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}
