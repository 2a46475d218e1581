import ArgumentParser
import TownModel
import Wire

struct HookCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Show what is on a hook: if there is work on your hook, you run it.",
        discussion: "Example: gt hook web/nux",
        aliases: ["work"])

    @Argument(help: "Whose; your own without it.", completion: IDCompletion.addresses) var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var address: Address?
        if let agent { address = try await client.address(agent, rig: call.rigHere()) }
        let reply = try await client.query(HookShow(agent: address))
        call.answer(reply) { screen in
            guard let bead = reply.bead else { return "nothing is on the hook of \(reply.agent)" }
            let attempt = reply.assignment.map { ", attempt \($0.attempt), branch \($0.branch)" } ?? ""
            return "\(reply.agent): \(BeadText.line(bead, screen))\(screen.plain(attempt))"
        }
    }
}
