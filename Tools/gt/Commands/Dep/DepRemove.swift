import ArgumentParser
import TownModel
import Wire

struct DepRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a dependency away.",
        discussion: "Example: gt bead dep remove web-a1 web-b2")

    @OptionGroup var arguments: EdgeArguments
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let edge = try await arguments.edge(client)
        let reply = try await client.command(EdgeRemove(edge: edge))
        call.answer(reply.bead) { _ in "\(edge.from) no longer depends on \(edge.to) (\(edge.type.rawValue))" }
    }
}
