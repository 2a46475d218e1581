import ArgumentParser
import Host
import TownModel
import Wire

struct UpCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start the town's services under runit, and wait until they answer.",
        discussion: """
            Again is harmless: what runs goes on. The tmux server, in whose panes agents run, has a watcher of its own
            and outlives gt down; without the program tmux, sessions run detached. --print shows the service definitions instead, for runit and for
            systemd, and starts nothing.

            Example: gt up
            Example: gt up gastown/refinery
            """,
        aliases: ["start"])

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services (beads-store, mayor, <rig>/witness, tmux …) or rigs. Default: all.")
    var services: [ServiceWord] = []

    @Flag(name: .customLong("print"), help: "Print the service definitions.")
    var prints = false

    func run(_ call: Invocation) async throws {
        try call.town().refuseIfSmall("gt up")
        let client = try call.client()
        let town = try TownServices(client: client)
        let chosen = services.flatMap(\.services)
        if prints {
            let shown = chosen.isEmpty ? TownService.ofTown + [.tmux] : chosen
            let definitions = shown.map {
                ServiceDefinition($0, layout: town.layout, programs: town.supervisor.programs)
            }
            return call.answer(definitions.map(Printed.init)) { _ in
                definitions.map { "## \($0.name): runit\n\($0.runit)\n## \($0.name): systemd\n\($0.systemd)" }
                    .joined(separator: "\n")
            }
        }
        let limit = global.wait?.duration ?? CommandLimits.upWait
        let started = try await town.up(chosen, within: limit)
        call.answer(started.services) { screen in
            started.services.map { "\(screen.paint("up", .green))  \($0.name)" }.joined(separator: "\n")
        }
        if let reason = started.withoutTmux { call.note("gt: \(UntrustedText.line(reason))") }
    }

    private struct Printed: Encodable {
        let name: String
        let runit: String
        let systemd: String

        init(_ definition: ServiceDefinition) {
            name = definition.name
            runit = definition.runit
            systemd = definition.systemd
        }
    }
}
