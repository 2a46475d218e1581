import ArgumentParser
import Host
import TownModel
import Wire

struct RigListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the rigs.",
        discussion: "Example: gt rig list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let rigs = try await call.client().query(RigList()).rigs
        call.answer(rigs) { screen in
            rigs.isEmpty
                ? "no rigs; gt rig add <name> <url or path> adds one"
                : rigs.map { rig in
                    screen.plain(
                        "\(rig.name)  \(rig.prefix)-…  \(rig.state.rawValue)  \(rig.settings.target)  "
                            + (rig.remote ?? "no remote"))
                }.joined(separator: "\n")
        }
    }
}

struct RigParkCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "park",
        abstract: "Begin nothing new on a rig: nothing is claimed or landed; what runs may finish.",
        discussion: "Example: gt rig park web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigWord

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(RigSetState(name: rig.name, state: .parked))
        call.answer(reply) { _ in "\(rig.name) is parked; gt rig unpark \(rig.name) undoes it" }
    }
}

struct RigUnparkCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpark",
        abstract: "Let work begin on a parked rig again.",
        discussion: "Example: gt rig unpark web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigWord

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(RigSetState(name: rig.name, state: .active))
        call.answer(reply) { _ in "\(rig.name) is active" }
    }
}

struct RigRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Stop a rig's services and leave it alone from now on. Nothing is deleted.",
        discussion: "Example: gt rig remove web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig.")
    var rig: RigWord

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(RigSetState(name: rig.name, state: .removed))
        let supervisor = try TownServices(client: client).supervisor
        for service in TownService.ofRig(rig.name) { try await supervisor.remove(service) }
        call.answer(reply) { screen in
            "\(rig.name) is removed; its repository and work lie in \(screen.plain(client.layout.rig(rig.name))), "
                + "its beads in the ledger; gt rig add brings it back"
        }
    }
}

/// The name of a rig on a command line.
struct RigWord: ExpressibleByArgument {
    let name: RigName

    init?(argument: String) {
        guard let name = RigName(argument) else { return nil }
        self.name = name
    }
}
