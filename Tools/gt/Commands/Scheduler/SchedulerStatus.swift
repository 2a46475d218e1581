import ArgumentParser
import TownModel
import Wire

struct SchedulerStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the caps, how full they are, and what holds work back.",
        discussion: "Example: gt scheduler status --rig web")

    @Option(help: "Only of this rig.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(SchedulerShow(rig: rig))
        call.answer(reply) { SchedulerText.status(reply, $0) }
    }
}
