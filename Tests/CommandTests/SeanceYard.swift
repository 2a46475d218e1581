import Agents
import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// A town with agents whose program is a script that writes down what it was started with.
struct SeanceYard {
    let town: TestTown
    let program: String

    /// `copier` goes on in a copy, `goer` in the conversation itself, `mute` not at all.
    init() throws {
        town = try TestTown()
        program = "\(town.root)/stand-in"
        let script = """
            #!/bin/sh
            pwd > "$0.pwd"
            env > "$0.env"
            printf '%s\\n' "$@" > "$0.argv"
            case "$*" in *fail*) echo "there is no such conversation" >&2; exit 3;; esac
            test -t 0 && echo "in a terminal" || printf 'Because \\033[31mit was in the way.\\nThat is why.\\n'
            """
        try Files.writeAtomically(script, to: program, mode: 0o755)
        let common = "command = [\"\(program)\", \"--unasked\"]\nprompt = \"none\"\n"
        let asks = "non_interactive = [\"-p\"]\nresume = [\"--resume\"]\n"
        let text = """
            [copier]
            \(common)\(asks)fork = ["--fork"]
            [goer]
            \(common)\(asks)[mute]
            \(common)
            """
        let layout = TownLayout(root: town.root)
        try Files.makeDirectory(layout.config)
        try Files.writeAtomically(text, to: layout.agentsFile, mode: 0o644)
        let presets = try PresetBook(layout).presets.filter { AgentPreset.shipped[$0.name] == nil }
        try town.open()
        try town.with { try $0.apply(ConfigApply(file: .agents, presets: presets, hash: "1")) }
    }

    /// A worker's session whose hook has told of this conversation.
    func session(_ preset: String, conversation: String?, transcript: String? = nil) async throws -> SessionHooks {
        let session = try SessionHooks(town, key: "secret of \(conversation ?? "nobody")", preset: preset)
        let members = ["session_id": conversation, "transcript_path": transcript].compactMapValues(\.self)
        let result = try await session.gt("prime --hook", input: JSONText.text(members))
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        return session
    }

    func gt(_ words: String..., environment: [String: String] = [:]) async throws -> CommandResult {
        try await town.gt(words, environment: environment)
    }

    /// What the program was started with last.
    func started(_ what: String) throws -> [String] {
        try Files.readText("\(program).\(what)").split(separator: "\n").map(String.init)
    }
}
