import Glibc
import Host
import Synchronization
import Testing
import TownModel

/// A tmux server with one pane, in which a small interactive program runs: bash reading lines with a line editor
/// (readline), each kept as one line of a file. A person types into the same pane.
struct PaneOfAgent {
    static let prompt = PromptLine(
        "❯ ", workingSigns: ["esc to interrupt"], askingSigns: ["Do you trust"], hasLineEditor: true)

    let scratch: Scratch
    let incarnation: Incarnation
    let server: TmuxServer

    /// The program shows this first.
    init(greeting: String = "ready", script: String? = nil) async throws {
        scratch = try Scratch()
        incarnation = try #require(Incarnation("s1"))
        server = TmuxServer(socket: "\(scratch.path)/tmux")
        try Files.writeAtomically("set enable-bracketed-paste on\nset bell-style none\n", to: "\(scratch.path)/inputrc")
        let own = """
            printf '%s\\n' "$1"
            while IFS= read -e -r -p '❯ ' line; do printf '%s\\n' "$line" >> "$0"; done
            """
        try await tmux([
            "-f", "/dev/null", "new-session", "-d", "-s", "gt-\(incarnation)", "-x", "160", "-y", "50", "env",
            "INPUTRC=\(scratch.path)/inputrc", "LC_ALL=C.UTF-8", "bash", "--norc", "-c", script ?? own,
            heardFile, greeting, ";", "set-option", "-p", "-t", pane, "@gt_incarnation", incarnation.text,
        ])
    }

    var pane: String { "gt-\(incarnation):" }
    var heardFile: String { "\(scratch.path)/heard" }
    var locks: String { "\(scratch.path)/locks" }

    func typist(
        quiet: Duration = .zero, patience: Duration = .seconds(20), proof: Duration = .seconds(20)
    ) -> PaneTypist {
        PaneTypist(server: server, locks: locks, quiet: quiet, patience: patience, proof: proof)
    }

    /// What the program was sent, in order.
    func heard() throws -> [String] {
        guard Files.exists(heardFile) else { return [] }
        return try Files.readText(heardFile).split(separator: "\n").map(String.init)
    }

    /// Keys of a person; `-l` for what is written as it stands.
    func press(_ keys: String...) async throws {
        try await tmux(["send-keys", "-t", pane] + keys)
    }

    /// Looks until the pane is like this.
    func until(_ condition: (PaneSight) throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            if let sight = try await typist().look(incarnation), try condition(sight) { return true }
        }
        return false
    }

    func untilPrompt() async throws -> Bool {
        try await until { $0.line(Self.prompt)?.isEmpty == true }
    }

    func end() async throws { try await tmux(["kill-server"]) }

    @discardableResult
    func tmux(_ arguments: [String]) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "tmux", arguments: ["-S", "\(scratch.path)/tmux"] + arguments,
                environment: ["PATH": HostEnvironment.path, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"],
                directory: "/", limit: .seconds(30)))
        guard result.ending.isSuccess else { throw HostError.session("tmux: \(result.errorTail)") }
        return result.outputText
    }
}

/// Writes a line and takes words back again, key by key, until told to stop; never sends it.
final class PersonAtKeys: Sendable {
    private let pane: PaneOfAgent
    private let isDone = Mutex(false)

    init(pane: PaneOfAgent) { self.pane = pane }

    func stop() { isDone.withLock { $0 = true } }

    /// What stands in the line at the end.
    func type() async throws -> String {
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
