import ArgumentParser
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
                            + (rig.remote ?? "no remote") + (rig.queueHold == nil ? "" : "  queue held"))
                }.joined(separator: "\n")
        }
    }
}
