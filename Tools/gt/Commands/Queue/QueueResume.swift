import ArgumentParser
import TownModel
import Wire

struct QueueResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a rig's merge queue go on.",
        discussion: """
            Whoever held it. Verdicts that waited count. What its Refinery held it for, a target that others have moved,
            is accepted as it was then: a later move holds the queue again (queue.foreign_moves).

            Example: gt mq resume web
            """)

    @Argument(help: "The rig.") var rig: RigName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(QueueResume(rig: rig))
        call.answer(reply) { _ in "the queue of \(rig) goes on" }
    }
}
