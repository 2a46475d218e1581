import ArgumentParser
import TownModel

/// Who is put into a group, or taken out of it.
struct GroupMembers: ParsableArguments {
    @Argument(help: "Agents, @crew and its like, group:<name>.", completion: IDCompletion.correspondents)
    var members: [String]

    /// Those who can be written to now.
    func present(_ client: TownClient, _ call: Invocation) async throws -> [MailTarget] {
        try await client.targets(members, rig: try call.rigHere())
    }

    /// One who has left the town is still named in full.
    func whoever(_ client: TownClient, _ call: Invocation) async throws -> [MailTarget] {
        var targets: [MailTarget] = []
        for text in members {
            if let whole = MailTarget(text) {
                targets.append(whole)
            } else {
                targets.append(try await client.target(text, rig: call.rigHere()))
            }
        }
        return targets
    }
}
