import ArgumentParser
import Host
import TownModel
import Wire

struct UpCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start the town's services under runit, and wait until they answer.",
        discussion: """
            Again is harmless: what runs goes on. --print shows the service definitions instead, for runit and for
            systemd, and starts nothing.

            Example: gt up
            Example: gt up gastown/refinery
            """,
        aliases: ["start"])

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services (beads-store, mayor, <rig>/witness …) or rigs. Default: all.")
    var services: [ServiceWord] = []

    @Flag(name: .customLong("print"), help: "Print the service definitions.")
    var prints = false

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let town = try TownServices(client: client)
        let chosen = services.flatMap(\.services)
        if prints {
            let shown = chosen.isEmpty ? TownService.ofTown : chosen
            let definitions = shown.map {
                ServiceDefinition($0, layout: town.layout, programs: town.supervisor.programs)
            }
            return call.answer(definitions.map(Printed.init)) { _ in
                definitions.map { "## \($0.name): runit\n\($0.runit)\n## \($0.name): systemd\n\($0.systemd)" }
                    .joined(separator: "\n")
            }
        }
        let limit = global.wait?.duration ?? CommandLimits.upWait
        let all = try await town.up(chosen, within: limit)
        call.answer(all) { screen in
            all.map { "\(screen.paint("up", .green))  \($0.name)" }.joined(separator: "\n")
        }
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
