import ArgumentParser
import Bus
import Host
import TownModel
import Wire

struct HealthCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Say within a second whether a service is well: exit status 0 or 1.",
        discussion: """
            The store and the tmux server are asked directly; of the others the store says whether it hears them. Where
            tmux is not installed, nothing is wrong: sessions run detached.

            Example: gt health gastown/refinery
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A service. Default: all.")
    var service: ServiceWord?

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        async let tmux = TmuxSight(client.layout, within: CommandLimits.healthWait)
        let all = await statuses(client) + [await tmux.status]
        let wanted = service?.services.map(\.description)
        let shown =
            wanted.map { names in
                names.map { name in all.first { $0.name == name } ?? ServiceStatus(name: name, health: .unknown) }
            } ?? all.filter { $0.name != TownService.tmux.description || TmuxService.isInstalled }
        call.answer(shown) { screen in
            shown.map { status in
                let colour: Screen.Colour = status.health == .fine ? .green : .red
                let patrols = status.patrols.map { screen.paint("  \($0.sentence)", .dim) } ?? ""
                return "\(screen.paint(status.health.rawValue, colour))  \(status.name)\(patrols)"
            }.joined(separator: "\n")
        }
        guard shown.allSatisfy({ $0.health == .fine }) else { throw ExitStatusOnly(status: .refused) }
    }

    /// Where the store does not answer it is silent, and nothing is known of the others.
    private func statuses(_ client: TownClient) async -> [ServiceStatus] {
        let name = TownService.beadsStore.description
        do {
            let reply = try await client.bus.query(
                TownStatus(), id: FreshID.command(), within: CommandLimits.healthWait
            ).reply
            return [ServiceStatus(name: name, health: .fine)] + reply.services.filter { $0.name != name }
        } catch {
            let roles = TownService.ofTown.filter { $0 != .beadsStore }
            return [ServiceStatus(name: name, health: .silent)]
                + roles.map { ServiceStatus(name: $0.description, health: .unknown) }
        }
    }
}
