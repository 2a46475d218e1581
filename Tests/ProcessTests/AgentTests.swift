import Glibc
import Host
import Testing
import TownModel
import Wire

/// Agents of one's own: a program that is no part of the town works in it.
@Suite(.serialized) struct AgentTests {
    /// Takes its prompt in one way or another, and does what `gt prime` says it is there for.
    private static let program = """
        #!/bin/sh
        set -e
        while test $# -gt 1; do
            case $1 in
            --settings) cp "$2" settings.json ;;
            --plugin-dir) ls "$2/commands" > commands.txt ;;
            --do) prompt=$2 ;;
            esac
            shift 2
        done
        printf '%s\\n' $PPID > shim.txt
        prompt=${prompt:-${1:-$(cat)}}
        printf '%s\\n' "$prompt" > prompt.txt
        gt prime > prime.txt
        env | cut -d= -f1 | sort > variables.txt
        gt done --commit "Do as I was told"
        """

    private static let presets = """
        [by-argument]
        extends = "claude"
        terminal = false
        command = ["own-agent"]
        prompt = "argument"

        [by-flag]
        command = ["own-agent"]
        prompt = "flag"
        prompt_flag = "--do"
        environment = ["OWN_KEY"]

        [by-input]
        command = ["own-agent"]
        prompt = "input"

        [missing]
        command = ["no-such-agent"]
        prompt = "argument"

        """

    @Test(
        "problem 48: an agent of one's own is told what to do, works, lands, and leaves nothing of ours in the tree",
        .timeLimit(.minutes(3)))
    func lands() async throws {
        try await ProcessTown.with { town in
            try Files.makeDirectory("\(town.home)/bin")
            try Files.writeAtomically(Self.program, to: "\(town.home)/bin/own-agent", mode: 0o755)
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            let up = try await town.run(
                ["up"],
                environment: [
                    "PATH": "\(town.home)/bin:\(town.programs):\(HostEnvironment.path)", "OWN_KEY": "k", "OTHER": "o",
                ])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            for (rig, preset) in [("web", "by-argument"), ("app", "by-flag"), ("lib", "by-input")] {
                let remote = try await town.makeRemote(rig)
                try await town.gt("rig", "add", rig, remote)
                let bead = try await town.makeBead(rig, "Say hello to \(preset)", "true")
                // By the flag, by the rig's word, by the town's.
                switch rig {
                case "web": try await town.gt("sling", bead, "--agent", preset)
                case "app":
                    try await town.gt("agent", "set", preset, "--rig", rig)
                    try await town.gt("sling", bead)
                default:
                    try await town.gt("agent", "set", preset, "--role", "polecat")
                    try await town.gt("sling", bead)
                }
                // Asking for its work was its first word.
                let log = try await town.follow { $0.isClosed(bead) }
                #expect(log.of(.sessionAlive).contains { $0.subject == bead })
                func file(_ name: String) async throws -> String {
                    try await town.git(remote, "show", "main:\(name)")
                }
                let prompt = try await file("prompt.txt")
                #expect(prompt.contains("gt prime"))
                // By its first line a person finds the conversation again.
                let shim = try await file("shim.txt").trimmed
                #expect(prompt.hasPrefix("[gt polecat \(rig)/polecats/ash session s"))
                #expect(prompt.contains(" pid \(shim)] \(bead)\n"), "\(prompt)")
                // Told by its preset of a program with hooks; nothing of them lies in the worktree.
                let files = try await town.git(remote, "ls-tree", "-r", "--name-only", "main")
                #expect(files.contains("settings.json") == (preset == "by-argument") && !files.contains(".claude"))
                if preset == "by-argument" {
                    #expect(try await file("settings.json").contains("gt signal stop"))
                    #expect(try await file("commands.txt").contains("done.md"))
                }
                #expect(try await file("prime.txt").contains("Say hello to \(preset)"))
                let variables = try await file("variables.txt").split(separator: "\n")
                #expect(variables.contains("OWN_KEY") == (preset == "by-flag") && !variables.contains("OTHER"))
            }
        }
    }

    @Test(
        "a program that is not on this machine ends with a person, and says what was looked for",
        .timeLimit(.minutes(2)))
    func missing() async throws {
        try await ProcessTown.with { town in
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let bead = try await town.makeBead("web", "Say hello", "true")
            try await town.gt("sling", bead, "--agent", "missing")
            let log = try await town.follow { log in
                log.of(.escalationRaised).contains { $0.data.note?.contains("came back") ?? false }
            }
            // Why it came back each time, and what the person reads in the end.
            var reasons = log.of(.dispatchQueued).compactMap(\.data.dispatch?.reason)
            #expect(reasons.count == 2)
            let raised = try #require(log.of(.escalationRaised).last { $0.data.note?.contains("came back") ?? false })
            reasons.append(try await town.bead(raised.subject).description)
            #expect(reasons.allSatisfy { $0.contains("no-such-agent") && $0.contains("is not in") }, "\(reasons)")
            try await town.expectRefused(["agent", "test", "missing"], 78, ["no-such-agent"])
        }
    }
}
