import ArgumentParser
import TownModel
import Wire

struct SchedulerPauseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Begin nothing that waits any more, in one rig or in all.",
        discussion: """
            What runs goes on, and lands. It holds until gt scheduler resume, also when services are restarted.

            Example: gt scheduler pause --rig web -m "release on Friday"
            """)

    @Option(help: "Only this rig.") var rig: RigName?
    @Option(name: [.customShort("m"), .long], help: "Why.") var reason: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(SchedulerPause(rig: rig, reason: reason))
        call.answer(reply) { SchedulerText.status(reply, $0) }
    }
}
