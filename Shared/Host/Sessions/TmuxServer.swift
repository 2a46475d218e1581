package import TownModel

/// A conversation with the town's own tmux server. Nothing here starts one: it is a service by itself.
package struct TmuxServer: Sendable {
    /// Path of its socket.
    let socket: String
    let runner: CommandRunner

    package init(socket: String, runner: CommandRunner = CommandRunner()) {
        self.socket = socket
        self.runner = runner
    }

    /// What programs in its panes are told of their terminal: every system that has a tmux knows it.
    package static let terminal = "screen-256color"

    /// Whether it answers.
    package func isUp(within limit: Duration = HostLimits.tmux) async -> Bool { await pid(within: limit) != nil }

    /// The number of its process, as it says itself; nil when it does not answer.
    package func pid(within limit: Duration = HostLimits.tmux) async -> Int32? {
        // Not being able to ask is the same as no answer here: whoever calls takes the detached way.
        guard let result = try? await run(["display-message", "-p", "#{pid}"], within: limit), result.ending.isSuccess
        else { return nil }
        return Int32(result.outputText.trimmed)
    }

    /// The sessions that have a pane; nil when the server does not answer, and then nothing is known of panes.
    package func incarnations(within limit: Duration = HostLimits.tmux) async -> Set<Incarnation>? {
        let words = ["list-panes", "-a", "-F", "#{@gt_incarnation}"]
        // As above: no answer, whatever the reason.
        guard let result = try? await run(words, within: limit) else { return nil }
        // What a server says that has no pane at all.
        if result.errorTail == "no current target" { return [] }
        guard result.ending.isSuccess else { return nil }
        return Set(result.outputText.split(separator: "\n").compactMap { Incarnation(String($0)) })
    }

    /// The last lines that a pane shows, wrapped ones joined; nil when it is gone.
    package func lines(of incarnation: Incarnation, limit: Int) async throws(HostError) -> String? {
        let result = try await run(["capture-pane", "-p", "-J", "-t", "gt-\(incarnation):", "-S", "-\(limit)"])
        return result.ending.isSuccess ? result.outputText : nil
    }

    /// One command of the client, which may hold several for the server.
    func run(
        _ arguments: [String], input: [UInt8] = [], within limit: Duration = HostLimits.tmux
    ) async throws(HostError) -> CommandResult {
        // -N: never start a server from here; it would live in this service's cgroup and die with it.
        try await runner.run(
            CommandSpec(
                program: "tmux", arguments: ["-N", "-S", socket] + arguments,
                environment: ["PATH": HostEnvironment.path, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"],
                directory: "/", input: input, limit: limit))
    }
}
