import ArgumentParser
import Host
import TownModel
import Wire

struct RigRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Stop a rig's services and leave it alone from now on. Nothing is deleted.",
        discussion: "Example: gt rig remove web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigName

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(RigSetState(name: rig, state: .removed))
        let supervisor = try TownServices(client: client).supervisor
        for service in TownService.ofRig(rig) { try await supervisor.remove(service) }
        call.answer(reply) { screen in
            "\(rig) is removed; its repository and work lie in \(screen.plain(client.layout.rig(rig))), "
                + "its beads in the ledger; gt rig add brings it back"
        }
    }
}
