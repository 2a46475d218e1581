import ArgumentParser
import TownModel
import Wire

struct SchedulerResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a pause: the town's, or that of one rig.",
        discussion: """
            With --preset no pause is ended, but the wait for that preset's provider: for a limit that was misread.

            Example: gt scheduler resume --rig web
            """)

    @Option(help: "Only this rig.") var rig: RigName?
    @Option(help: "Wait no longer for the limit of this preset's provider.") var preset: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard rig == nil || preset == nil else {
            throw ValidationError("--rig ends a pause, --preset a limit: one of them")
        }
    }

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(SchedulerResume(rig: rig, preset: preset))
        call.answer(reply) { SchedulerText.status(reply, $0) }
    }
}
