import Glibc
import Host
import TownModel
import Wire

/// The way to a resident's pane: this process becomes tmux where a person sits before it, else it says how to get there.
struct ResidentTerminal {
    let talk: ResidentTalk

    /// A session is begun when there is none.
    func attach(_ known: ResidentRow) async throws -> Way {
        var row = known
        if row.session?.shim == nil { row = try await talk.start(nil) }
        guard let incarnation = row.session?.incarnation else {
            throw CommandFailure(
                .refused, code: "conflict", "the session of \(talk.agent) has ended already",
                about: talk.agent.description, hint: "gt peek \(talk.agent) shows what it said")
        }
        return try await Self.go(to: incarnation, of: talk.agent, talk.client.layout, talk.call)
    }

    /// Into the pane of a session, where a person sits before this process.
    static func go(
        to incarnation: Incarnation, of agent: Address, _ layout: TownLayout, _ call: Invocation
    ) async throws -> Way {
        guard await SessionPlaces(layout).place(of: incarnation) == .pane else {
            throw CommandFailure(
                .refused, code: "conflict", "\(agent) runs without a pane", about: agent.description,
                hint: "gt peek \(agent) shows what it says; with gt up tmux the next session has a pane")
        }
        let words = ["tmux", "-S", layout.tmuxSocket, "attach-session", "-t", "gt-\(incarnation)"]
        if !call.options.json, isatty(0) == 1, isatty(1) == 1 { try become(words) }
        return Way(agent: agent, incarnation: incarnation, command: words)
    }

    /// How a person gets there.
    struct Way: Encodable {
        let agent: Address
        let incarnation: Incarnation
        let command: [String]

        var text: String { command.map(ServiceDefinition.quoted).joined(separator: " ") }
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
