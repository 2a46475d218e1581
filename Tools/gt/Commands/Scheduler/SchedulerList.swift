import ArgumentParser
import TownModel
import Wire

struct SchedulerListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what waits to be begun, in its order, and why each is not.",
        discussion: "Example: gt scheduler list --rig web")

    @Option(help: "Only of this rig.") var rig: RigName?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(SchedulerShow(rig: rig, limit: limit))
        call.answer(reply.waiting) { SchedulerText.list(reply, $0) }
    }
}
