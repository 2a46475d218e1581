package import TownModel

/// Whose pane it is, and among whose panes a person goes from one to the next.
package struct PaneLabel: Hashable, Sendable {
    package var agent: Address
    /// A rig's name, or `town`.
    package var group: String { agent.rig?.text ?? StreamName.town.description }

    package init(agent: Address) { self.agent = agent }
}

/// A pane of the town's server, as it is shown to people.
package struct PanePlace: Hashable, Sendable {
    /// `gt-<incarnation>`: the tmux session.
    package var session: String
    package var group: String
    package var agent: String
    /// What its status line says.
    package var line: String

    package init(session: String, group: String, agent: String, line: String) {
        self.session = session
        self.group = group
        self.agent = agent
        self.line = line
    }
}

/// What a person sees and presses in the town's tmux: a status line that is told and never asks, and four keys after the
/// prefix (decision 0023). All of it is the town's own server's: a person's own tmux, and its configuration, stay as they are.
extension TmuxServer {
    /// Gives a session its label, its status line and the server its keys; the same as often as it is said. False when
    /// the server did not take it: then the pane is there without it.
    @discardableResult
    package func dress(_ incarnation: Incarnation, as label: PaneLabel, keys: PaneKeys) async -> Bool {
        let session = "gt-\(incarnation)"
        let options = [
            ("@gt_agent", PaneText.option(label.agent.description)), ("@gt_group", PaneText.option(label.group)),
            // Never by itself: whoever has something to say, says it.
            ("status", "on"), ("status-interval", "0"), ("status-left-length", "40"), ("status-right-length", "100"),
            ("status-left", " #{@gt_agent} "), ("status-right", " #{@gt_line} "),
        ]
        let words = options.flatMap { ["set-option", "-t", "=\(session):", $0.0, $0.1, ";"] } + keys.words
        // A pane without a label is a pane: nothing depends on it.
        guard let result = try? await run(words) else { return false }
        return result.ending.isSuccess
    }

    /// The panes of one agent; none where the server does not answer.
    package func places(of agent: Address) async -> [PanePlace] {
        let name = PaneText.option(agent.description)
        return (await places() ?? []).filter { $0.agent == name }
    }

    /// Has the status lines of these panes say this. One that is gone is no error.
    package func show(_ line: String, in places: [PanePlace]) async {
        for place in places {
            // The next word comes with the next change.
            _ = try? await run(["set-option", "-t", "=\(place.session):", "@gt_line", PaneText.option(line)])
        }
    }

    /// All panes of agents, by group and agent; nil when the server does not answer.
    package func places() async -> [PanePlace]? {
        let format = ["#{session_name}", "#{@gt_group}", "#{@gt_agent}", "#{@gt_line}"].joined(separator: "\t")
        // No answer, whatever the reason.
        guard let result = try? await run(["list-sessions", "-F", format]) else { return nil }
        if result.errorTail.contains("no current") || result.errorTail.contains("no sessions") { return [] }
        guard result.ending.isSuccess else { return nil }
        let rows = result.outputText.split(separator: "\n").map {
            $0.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        }
        return rows.filter { $0.count == 4 && !$0[2].isEmpty }
            .map { PanePlace(session: $0[0], group: $0[1], agent: $0[2], line: $0[3]) }
            .sorted { ($0.group, $0.agent, $0.session) < ($1.group, $1.agent, $1.session) }
    }

    /// The client that looks at a session looks at the next one of its group, or the one before. nil: there is no other.
    package func cycle(from session: String, client: String, forward: Bool) async throws(HostError) -> PanePlace? {
        let all = await places() ?? []
        let group = all.filter { place in all.contains { $0.session == session && $0.group == place.group } }
        guard group.count > 1, let at = group.firstIndex(where: { $0.session == session }) else { return nil }
        let next = group[(at + (forward ? 1 : group.count - 1)) % group.count]
        let result = try await run(["switch-client", "-c", client, "-t", "=\(next.session)"])
        guard result.ending.isSuccess else { throw .session("tmux did not switch: \(result.errorTail)") }
        return next
    }

    /// Who looks at this pane, and in which session it is; nil: nobody does.
    package func looker(at pane: String) async -> (client: String, session: String)? {
        let words = ["list-clients", "-t", pane, "-F", "#{client_name}\t#{session_name}"]
        // No answer: nothing is known of anybody.
        guard let result = try? await run(words), result.ending.isSuccess,
            let line = result.outputText.split(separator: "\n").first
        else { return nil }
        let parts = line.split(separator: "\t").map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// A menu of all panes, in a client's terminal.
    package func menu(client: String) async throws(HostError) {
        let keys = Array("123456789abcdefghijklmnoprstuvwxyz").map(String.init)
        let entries = (await places() ?? []).enumerated().flatMap { number, place in
            [
                PaneText.format(PaneText.short(place.line.isEmpty ? place.agent : "\(place.agent)  \(place.line)")),
                number < keys.count ? keys[number] : "", "switch-client -t '=\(place.session)'",
            ]
        }
        guard !entries.isEmpty else { throw .session("no agent has a pane now") }
        let result = try await run(["display-menu", "-c", client, "-T", " agents ", "-x", "C", "-y", "C"] + entries)
        guard result.ending.isSuccess else { throw .session("tmux showed no menu: \(result.errorTail)") }
    }
}

/// What the keys do, as words for the server: n and p go through a session's windows where it has several, and else through
/// the panes of the group; a is the feed, g the menu of agents.
package struct PaneKeys: Hashable, Sendable {
    /// `gt`, and the town it speaks to.
    let program: String
    let town: String

    package init(program: String, town: String) {
        self.program = program
        self.town = town
    }

    var words: [String] {
        func call(_ words: String) -> String {
            "\(ServiceDefinition.quoted(program)) \(words) --town \(ServiceDefinition.quoted(town))"
        }
        /// What run-shell runs is a format before it is a command; what a popup runs is not.
        func format(_ words: String) -> String {
            let gt = [program, town].map { PaneText.format(ServiceDefinition.quoted($0)) }
            return "\(gt[0]) \(words) --town \(gt[1])"
        }
        func cycle(_ way: String, _ window: String) -> [String] {
            let run = format("cycle \(way) --client '#{client_name}' --session '#{session_name}'")
            return ["if-shell", "-F", "#{e|>:#{session_windows},1}", window, "run-shell -b \(PaneText.quoted(run))"]
        }
        let keys: [(String, [String])] = [
            ("n", cycle("next", "next-window")), ("p", cycle("previous", "previous-window")),
            ("a", ["display-popup", "-E", "-w", "90%", "-h", "80%", "-T", " feed ", "exec \(call("feed"))"]),
            ("g", ["run-shell", "-b", format("agents --menu --client '#{client_name}'")]),
        ]
        return Array(keys.map { ["bind-key", $0.0] + $0.1 }.joined(separator: [";"]))
    }
}

/// Text of others, where tmux would read more into it than letters.
enum PaneText {
    /// As the value of an option that a status line shows: on one line, and with no style of its own.
    static func option(_ text: String) -> String { UntrustedText.line(text).replacing("#[", with: "# [") }

    /// Where tmux expands formats, and would run what stands in `#()`.
    static func format(_ text: String) -> String { text.replacing("#", with: "##") }

    /// One word of a command that tmux parses.
    static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { "\\\"$".contains($0) ? ["\\", $0] : [$0] } + "\""
    }

    static func short(_ text: String) -> String { text.count > 70 ? "\(text.prefix(69))…" : text }
}
