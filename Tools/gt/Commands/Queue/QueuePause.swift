import ArgumentParser
import TownModel
import Wire

struct QueuePauseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hold a rig's merge queue: nothing new is built, tested or landed.",
        discussion: """
            What is landing is finished, and a run of gates under way may end; its verdict waits. Work goes on: what is
            handed in queues. It holds until gt mq resume, also when services are restarted. Of a queue that is held
            already it says by whom. With queue.foreign_moves = "hold" its Refinery does it when others move the target.

            Example: gt mq pause web --reason "release on Friday"
            """)

    @Argument(help: "The rig.") var rig: RigName
    @Option(name: .shortAndLong, help: "Why.") var reason: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(QueuePause(rig: rig, reason: reason))
        call.answer(reply) { QueueText.hold(reply.rig, $0) ?? "the queue of \(rig) is not held" }
    }
}
