import ArgumentParser
import TownModel
import Wire

struct SchedulerResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a pause: the town's, or that of one rig.",
        discussion: "Example: gt scheduler resume --rig web")

    @Option(help: "Only this rig.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(SchedulerResume(rig: rig))
        call.answer(reply) { SchedulerText.status(reply, $0) }
    }
}
