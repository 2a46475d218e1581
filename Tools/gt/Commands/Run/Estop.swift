import ArgumentParser
import Glibc
import Host
import TownModel
import Wire

struct EstopCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "estop",
        abstract: "Stop everything where it stands: agents are frozen, nothing is started, typed or landed.",
        discussion: """
            Needs nobody: first the file .gt/ESTOP, then the agents, then the store if it answers. gt thaw undoes it.

            Example: gt estop "wrong branch everywhere"
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Why; shown wherever the stop is.")
    var reason: String = "stopped by hand"

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let halt = try await TownHalt(reason: reason, client)
        let reply = Reply(stopped: true, agentsFrozen: halt.agentsFrozen, storeTold: halt.storeTold)
        call.answer(reply) { screen in
            "\(screen.paint("stopped", .red)): \(halt.agentsFrozen) agents frozen; gt thaw undoes it"
                + (halt.storeTold ? "" : "\nthe store does not answer; \(client.layout.stopFile) holds without it")
        }
    }

    private struct Reply: Encodable {
        let stopped: Bool
        let agentsFrozen: Int
        let storeTold: Bool
    }
}

struct ThawCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw",
        abstract: "Undo gt estop: agents go on, work is handed out and landed again.",
        discussion: "Example: gt thaw")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let client = try call.client()
        // Asked first: a refusal must leave everything as frozen as it was.
        if let restored = try await client.asReader.query(TownStatus()).restored {
            throw CommandFailure(
                .refused, code: "conflict", "the ledger was \(restored): nobody has compared it with the world yet",
                hint: "gt restore --settle does, and says what it found")
        }
        try Files.removeTree(layout.stopFile)
        let count = RunningAgents(layout: layout).signal(SIGCONT)
        // The store's word comes last: until it is given, services that go by it hand out nothing.
        _ = try await client.command(TownThaw())
        call.answer(Reply(stopped: false, agentsContinued: count)) { _ in "thawed: \(count) agents go on" }
    }

    private struct Reply: Encodable {
        let stopped: Bool
        let agentsContinued: Int
    }
}
