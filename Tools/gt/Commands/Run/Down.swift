import ArgumentParser
import Host
import TownModel

struct DownCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop the town's services and wait until they are gone. Agents go on running.",
        discussion: """
            With --agents those are ended too, each after its work was saved under refs/gt/rescue.

            Example: gt down --agents
            """,
        aliases: ["shutdown"])

    @OptionGroup var global: GlobalOptions

    @Flag(help: "End the agents too, their work saved first.")
    var agents = false

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let programs = HostEnvironment.programDirectory ?? ""
        let lock = try FileLock.await(layout.supervisorLock)
        defer { withExtendedLifetime(lock) {} }
        let left = await Supervisor(layout: layout, programs: programs).stop()
        guard left.isEmpty else {
            throw CommandFailure(
                .tryAgain, code: "host", "these processes can't be ended: \(left.map { String($0.pid) })",
                hint: "they are stuck in the kernel; gt down again when the disk or mount they wait for is back")
        }
        let endings = agents ? try await RunningAgents(layout: layout).end() : []
        call.answer(Reply(stopped: true, agents: endings)) { screen in
            let going = SessionFolders(layout: layout).running.count
            return
                (["the town's services are stopped"] + endings.map { screen.plain("ended \($0)") }
                + (going > 0 ? ["\(going) agents go on running (gt down --agents ends them)"] : []))
                .joined(separator: "\n")
        }
    }

    private struct Reply: Encodable {
        let stopped: Bool
        let agents: [String]
    }
}
