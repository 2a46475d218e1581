import ArgumentParser
import TownModel
import Wire

struct HookCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Show what is on a hook: if there is work on your hook, you run it.",
        discussion: """
            Of a bead it says on whose hook it is. Hooks of polecats are filled by their rig's Witness: gt sling gives a
            bead out, gt unsling takes it back.

            Example: gt hook web/nux
            Example: gt hook web-a1
            """,
        aliases: ["work"])

    @Argument(help: "An agent, or a bead; your own hook without it.", completion: IDCompletion.addresses)
    var word: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await reply(client, call)
        call.answer(reply) { screen in
            guard let bead = reply.bead else { return "nothing is on the hook of \(reply.agent)" }
            let attempt = reply.assignment.map { ", attempt \($0.attempt), branch \($0.branch)" } ?? ""
            return "\(reply.agent): \(BeadText.line(bead, screen))\(screen.plain(attempt))"
        }
    }

    private func reply(_ client: TownClient, _ call: Invocation) async throws -> HookReply {
        guard let word else { return try await client.query(HookShow()) }
        let agent: Address
        do {
            agent = try await client.address(word, rig: call.rigHere())
        } catch {
            guard error.code == ErrorCode.notFound.rawValue, !word.contains("/"), BeadID(word) != nil else {
                throw error
            }
            return try await holder(of: word, client)
        }
        return try await client.query(HookShow(agent: agent))
    }

    private func holder(of word: String, _ client: TownClient) async throws -> HookReply {
        let detail = try await client.details([word])[0]
        let isHooked = detail.bead.status == .hooked
        let named = [detail.assignment?.agent, isHooked ? detail.bead.assignee.flatMap { Address($0) } : nil]
        for agent in named.compactMap(\.self) {
            let reply = try await client.query(HookShow(agent: agent))
            if reply.bead?.id == detail.bead.id { return reply }
        }
        let why = detail.waitsFor.first.map { ": \($0)" } ?? ""
        let bead = detail.bead
        throw CommandFailure(
            .refused, code: "conflict", "\(bead.id) is on no hook (\(HookText.state(of: bead))\(why))",
            about: bead.id.text, hint: HookText.next(for: bead))
    }
}
