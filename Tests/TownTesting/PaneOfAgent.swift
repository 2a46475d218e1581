package import Host
internal import Synchronization
package import TownModel

/// A tmux server with one pane, in which a small interactive program runs: bash reading lines with a line editor
/// (readline), each kept as one line of a file.
package struct PaneOfAgent: Sendable {
    package static let prompt = PromptLine(
        "❯ ", workingSigns: ["esc to interrupt"], askingSigns: ["Do you trust"], hasLineEditor: true)

    package let incarnation = Incarnation(number: 1)
    package let server: TmuxServer
    private let directory: String
    private let socket: String

    /// - Parameter greeting: what the program shows first.
    /// - Parameter script: what it does in place of reading lines.
    package init(directory: String, socket: String, greeting: String = "ready", script: String? = nil) async throws {
        self.directory = directory
        self.socket = socket
        server = TmuxServer(socket: socket)
        let settings = "\(directory)/inputrc"
        try Files.writeAtomically("set enable-bracketed-paste on\nset bell-style none\n", to: settings)
        // Between two lines the terminal itself echoes what a person types; a program that draws its own screen wipes that
        // away, and so does this one before its prompt.
        let own = """
            printf '%s\\n' "$1"
            while IFS= read -e -r -p $'\\001\\r\\e[K\\002❯ ' line; do printf '%s\\n' "$line" >> "$0"; done
            """
        try await tmux([
            "-f", "/dev/null", "new-session", "-d", "-s", "gt-\(incarnation)", "-x", "160", "-y", "50", "env",
            "INPUTRC=\(settings)", "LC_ALL=C.UTF-8", "bash", "--norc", "-c", script ?? own, heardFile, greeting, ";",
            "set-option", "-p", "-t", pane, "@gt_incarnation", incarnation.text,
        ])
    }

    package var pane: String { "gt-\(incarnation):" }
    private var heardFile: String { "\(directory)/heard" }
    private var locks: String { "\(directory)/locks" }

    package func typist(
        quiet: Duration = .zero, patience: Duration = .seconds(20), proof: Duration = .seconds(20)
    ) -> PaneTypist {
        PaneTypist(server: server, locks: locks, quiet: quiet, patience: patience, proof: proof)
    }

    /// What the program was sent, in order.
    package func heard() throws -> [String] {
        guard Files.exists(heardFile) else { return [] }
        return try Files.readText(heardFile).split(separator: "\n").map(String.init)
    }

    /// Keys of a person; after `-l` what is written as it stands.
    package func press(_ keys: String...) async throws {
        try await tmux(["send-keys", "-t", pane] + keys)
    }

    /// Looks until the pane is like this.
    package func until(_ condition: (PaneSight) throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            if let sight = try await typist().look(incarnation), try condition(sight) { return true }
        }
        return false
    }

    package func untilPrompt() async throws -> Bool {
        try await until { $0.line(Self.prompt)?.isEmpty == true }
    }

    package func end() async throws { try await tmux(["kill-server"]) }

    package func tmux(_ arguments: [String]) async throws { try await RealTmux.run(socket, arguments) }
}

/// Writes a line and takes words back again, key by key, until told to stop; never sends it.
package final class PersonAtKeys: Sendable {
    private let pane: PaneOfAgent
    private let isDone = Mutex(false)

    package init(pane: PaneOfAgent) { self.pane = pane }

    package func stop() { isDone.withLock { $0 = true } }

    /// What stands in the line at the end.
    package func type() async throws -> String {
        let words = Array("the person's own words, $(exit) \"and\" 'signs' ")
        var line = ""
        var next = 0
        while !isDone.withLock({ $0 }) {
            if line.count < 60 {
                let letter = words[next % words.count]
                line.append(letter)
                next += 1
                try await pane.press("-l", "--", String(letter))
            } else {
                line.removeLast(40)
                try await pane.press("-N", "40", "BSpace")
            }
        }
        return line
    }
}
