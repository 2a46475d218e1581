import ArgumentParser
import Host
import TownModel

struct DownCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop the town's services and wait until they are gone. Agents go on running.",
        discussion: """
            With --agents those are ended too, each after its work was saved under refs/gt/rescue. The tmux server goes
            on while anything lives in its panes.

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
        let left =
            layout.isSmall
            ? await StoreOnDemand(layout: layout, programs: programs).stop()
            : await Supervisor(layout: layout, programs: programs).stop()
        guard left.isEmpty else {
            throw CommandFailure(
                .tryAgain, code: "host", "these processes can't be ended: \(left.map { String($0.pid) })",
                hint: "they are stuck in the kernel; gt down again when the disk or mount they wait for is back")
        }
        let endings = agents ? try await RunningAgents(layout: layout).end() : []
        let tmuxGoesOn = try await !endTmux(layout)
        call.answer(Reply(stopped: true, agents: endings, tmuxGoesOn: tmuxGoesOn)) { screen in
            let going = SessionFolders(layout: layout).running.count
            return
                (["the town's services are stopped"] + endings.map { screen.plain("ended \($0)") }
                + (going > 0 ? ["\(going) agents go on running (gt down --agents ends them)"] : [])
                + (tmuxGoesOn ? ["the tmux server goes on: there are panes in it"] : []))
                .joined(separator: "\n")
        }
    }

    /// False when something lives in its panes and is to live on.
    private func endTmux(_ layout: TownLayout) async throws -> Bool {
        let tmux = TmuxService(layout: layout)
        guard agents || tmux.isEmpty else { return false }
        let left = await tmux.end()
        guard left.isEmpty else {
            throw CommandFailure(
                .tryAgain, code: "host", "the tmux server can't be ended: \(left.map { String($0.pid) })",
                hint: "gt down again")
        }
        return true
    }

    private struct Reply: Encodable {
        let stopped: Bool
        let agents: [String]
        let tmuxGoesOn: Bool
    }
}
