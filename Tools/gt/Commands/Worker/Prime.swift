import ArgumentParser
import Host
import TownModel
import Wire

struct PrimeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "prime",
        abstract: "Print what a session must know: who you are, what is on your hook, what was said to you.",
        discussion: "Example: gt prime")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Another agent's address, to see what it would be shown.")
    var agent: String?

    func run(_ call: Invocation) async throws {
        let inSession = call.surroundings.value("GT_SESSION_DIR")?.isEmpty == false
        let session = inSession ? try OwnSession(call.surroundings) : nil
        let client = try session.map { try call.client($0, patience: CommandLimits.queryWait) } ?? call.client()
        var other: Address?
        if let agent {
            guard let address = Address(agent) else {
                throw CommandFailure.usage("\(agent) is no address", hint: "gt polecat list")
            }
            other = address
        }
        let reply = try await client.query(PrimeShow(agent: other))
        call.answer(reply) { _ in
            PrimeText(reply: reply, assignment: other == nil ? session?.assignment : nil).text
        }
        guard other == nil, let session, let highest = reply.nudges.map(\.number).max() else { return }
        _ = try await client.command(
            NudgesDelivered(numbers: reply.nudges.map(\.number)),
            id: CommandID(composed: "nudges-shown", session.assignment.incarnation.text, String(highest)))
    }
}
