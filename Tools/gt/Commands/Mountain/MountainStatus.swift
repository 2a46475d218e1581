import ArgumentParser
import TownModel
import Wire

struct MountainStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the epics that are driven, and what each open bead of theirs waits for.",
        discussion: "Example: gt mountain status web-epic1")

    @Argument(help: "An epic or a convoy; without one all.", completion: IDCompletion.convoys) var mountain: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var standings: [ConvoyStanding]
        if let mountain {
            let id = try await client.mountain(mountain)
            standings = try await client.query(ConvoyStand(.one, id: id.text)).convoys
        } else {
            standings = try await client.query(ConvoyStand(.mountains)).convoys
        }
        call.answer(standings) { screen in
            standings.isEmpty
                ? "no epic is driven" : standings.map { StandingText.standing($0, screen) }.joined(separator: "\n\n")
        }
    }
}

extension TownClient {
    /// The convoy that drives what a person's text means: an epic, or the convoy itself.
    func mountain(_ text: String) async throws(CommandFailure) -> BeadID {
        guard !ConvoyStageCommand.isConvoy([text]) else { return try await convoy(text).id }
        let epic = try await bead(text)
        let found = try await query(ConvoyStand(.mountains)).convoys
            .first { $0.convoy.epics?.contains(epic) == true }
        guard let found else {
            throw CommandFailure(
                .refused, code: "not-found", "the epic \(epic) is not driven", hint: "gt mountain \(epic)")
        }
        return found.convoy.id
    }
}
