import ArgumentParser
import TownModel
import Wire

/// What a person does with an epic that is driven.
struct MountainSteering: ParsableArguments {
    @Argument(help: "An epic or a convoy.", completion: IDCompletion.convoys) var mountain: String
    @Option(name: [.customShort("m"), .long], help: "Why.") var reason: String?

    /// The convoy that drives it, as it is then.
    func steer(_ action: MountainAction, _ call: Invocation) async throws -> Convoy {
        let client = try call.client()
        let id = try await client.mountain(mountain)
        return try await client.command(MountainSteer(convoy: id, action: action, reason: reason)).convoy
    }
}
