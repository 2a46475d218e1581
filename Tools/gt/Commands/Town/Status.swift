import ArgumentParser
import Wire

struct StatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "The town at a glance.",
        discussion: """
            While the store is away it says what files tell, calls the rest unknown, and ends with 69.

            Example: gt status --json
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        guard !client.isElsewhere else {
            // Of its tmux server and its spool nothing can be seen from here.
            let shown = TownSight(status: try await client.query(TownStatus()), spool: nil)
            return call.answer(shown) { StatusText.text(shown, nil, $0) }
        }
        async let sight = TmuxSight(client.layout, within: CommandLimits.queryWait)
        var status: TownStatusReply
        do {
            status = try await client.query(TownStatus())
        } catch {
            if error.status == .away { show(try AbsentTown(client.layout, tmux: await sight), call) }
            throw error
        }
        let tmux = await sight
        status.services.append(tmux.status)
        let shown = TownSight(status: status, spool: try SpoolCount(client.layout))
        call.answer(shown) { StatusText.text(shown, tmux, $0) }
    }

    private func show(_ absent: AbsentTown, _ call: Invocation) {
        call.answer(absent) { absent.text($0) }
    }
}
