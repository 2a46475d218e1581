import ArgumentParser
import Glibc
import Host
import TownModel
import Wire

struct CrewAtCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "at",
        abstract: "Go to a crew member's terminal; a session is begun when there is none.",
        discussion: """
            C-b d leaves it again, and the agent goes on. Where there is no terminal, or with --json, it says how to get
            there instead.

            Example: gt crew at web/max
            """,
        aliases: ["attach"])

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let talk = try CrewTalk(name, call, client)
        var row = try await talk.row()
        if row.session?.shim == nil { row = try await talk.start(nil) }
        guard let incarnation = row.session?.incarnation else {
            throw CommandFailure(
                .refused, code: "conflict", "the session of \(talk.agent) has ended already",
                about: talk.agent.description, hint: "gt peek \(talk.agent) shows what it said")
        }
        let socket = client.layout.tmuxSocket
        guard await SessionPlaces(client.layout).place(of: incarnation) == .pane else {
            throw CommandFailure(
                .refused, code: "conflict", "\(talk.agent) runs without a pane", about: talk.agent.description,
                hint: "gt peek \(talk.agent) shows what it says; with gt up tmux the next session has a pane")
        }
        let words = ["tmux", "-S", socket, "attach-session", "-t", "gt-\(incarnation)"]
        if !call.options.json, isatty(0) == 1, isatty(1) == 1 { try Self.become(words) }
        call.answer(Way(agent: talk.agent, incarnation: incarnation, command: words)) { screen in
            screen.plain("tmux -S \(ServiceDefinition.quoted(socket)) \(words.dropFirst(3).joined(separator: " "))")
        }
    }

    private struct Way: Encodable {
        let agent: Address
        let incarnation: Incarnation
        let command: [String]
    }

    /// From here on this process is tmux: it has the terminal.
    private static func become(_ words: [String]) throws {
        // A pane of another server is no reason against this one.
        unsetenv("TMUX")
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        execvp(words[0], &pointers)
        throw CommandFailure(
            .configuration, code: "host", "tmux can't be started: error \(errno)", hint: "install tmux")
    }
}
