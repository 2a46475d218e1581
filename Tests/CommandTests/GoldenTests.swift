import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// What people see, word for word, from the built program and a real ledger.
@Suite struct GoldenTests {
    @Test("beads are made, linked, listed, explained, closed and reopened")
    func beads() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("beads", in: town)
        try await story.run("bead", "create", "Fix the door", "-t", "bug", "-p", "P1", "--rig", "gastown")
        try await story.run("bead", "create", "Paint it", "--rig", "gastown", "-d", "two coats", "-l", "colour")
        try await story.run("bead", "create", "Town hall")
        let ids = try town.with {
            try $0.ask(BeadList(selection: BeadSelection(home: BeadHome("gastown")))).beads.map(\.id.text)
        }
        let door = try #require(ids.first)
        let paint = try #require(ids.last)
        try await story.run("bead", "dep", "add", paint, door)
        try await story.run("bead", "dep", "add", door, paint)
        try await story.run("ready")
        try await story.run("bead", "list", "--rig", "gastown")
        try await story.run("show", paint)
        try await story.run("bead", "why", paint)
        try await story.run("bead", "update", paint, "-p", "0", "--add-label", "urgent")
        try await story.run("close", door, "-r", "it was open")
        try await story.run("bead", "why", paint)
        try await story.run("bead", "reopen", door)
        try await story.run("bead", "dep", "remove", paint, door)
        try await story.run("bead", "why", paint, "--json")
        try await story.run("events", "--since", "2", "--limit", "6")
        try story.check()
    }

    @Test("the ledger's other words: fields, claims, trees, gates, numbers, files")
    func ledger() async throws {
        let town = try TestTown()
        try town.open()
        try Files.writeAtomically(
            "intro\n\n## Build it\npriority: 1\nlabels: a, b\n\nWith care.\n\n## Ship it\nneeds: Build it\n",
            to: "\(town.root)/plan.md", mode: 0o644)
        var story = GoldenTranscript("ledger", in: town)
        try await story.run("bead", "create-many", "plan.md", "--rig", "gastown")
        let ids = try town.with {
            try $0.ask(BeadList(selection: BeadSelection(home: BeadHome("gastown")), order: BeadOrder(.priority))).beads
                .map(\.id.text)
        }
        let (build, ship) = (ids[0], ids[1])
        try await story.run(
            "bead", "update", build, "--design", "in one piece", "--estimate", "30", "--due", "2100-02-01T00:00:00Z")
        try await story.run("bead", "update", build, "--field", "owner=7")
        try await story.run("bead", "comment", build, "looks good")
        try await story.run("bead", "comment", build)
        try await story.run("show", build)
        try await story.run("bead", "blocked")
        try await story.run("bead", "dep", "tree", ship)
        try await story.run("bead", "dep", "tree", build, "--up")
        try await story.run("bead", "dep", "list", ship)
        try await story.run("bead", "dep", "cycles")
        try await story.run("bead", "claim", "--next")
        try await story.run("bead", "claim", build, "--for", "ann")
        try await story.run("bead", "claim", "--next")
        try await story.run("bead", "gate", "create", ship, "--timer", "30m")
        try await story.run("bead", "gate", "create", ship)
        try await story.run("bead", "gate", "list")
        try await story.run("bead", "gate", "open", ship)
        try await story.run("bead", "why", ship)
        try await story.run("bead", "defer", ship, "--until", "2100-02-01T00:00:00Z")
        try await story.run("bead", "undefer", ship)
        try await story.run("bead", "list", "--state", "blocked", "--sort", "priority", "--reverse", "-p", "0-2")
        try await story.run("bead", "count", "--by", "label")
        try await story.run("bead", "stats")
        try await story.run("bead", "stale")
        try await story.run("bead", "search", "care", "build")
        try await story.run("ready", "--semantics", "beads-0.47")
        try await story.run("ready", "--semantics", "hope")
        try await story.run("bead", "export", "--rig", "gastown", "-o", "all.jsonl")
        try await story.run("bead", "delete", ship, "-r", "no more")
        try await story.run("bead", "history", ship, "-n", "2")
        try Files.writeAtomically(
            try Files.readText("\(town.root)/all.jsonl") + "{broken\n", to: "\(town.root)/more.jsonl", mode: 0o644)
        try await story.run("bead", "import", "more.jsonl", "--rig", "gastown")
        try await story.run("bead", "import", "more.jsonl", "--rig", "gastown", "--base", "all.jsonl")
        try story.check()
    }

    @Test("convoys and the queue, while nothing is at work")
    func convoys() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("convoys", in: town)
        try town.with { ledger in
            for title in ["One", "Two"] { try ledger.send(BeadCreate(rig: RigName("gastown"), title: title)) }
        }
        let ids = try town.with {
            try $0.ask(BeadList(selection: BeadSelection(home: BeadHome("gastown")))).beads.map(\.id.text)
        }
        try await story.run("convoy", "create", "New door", ids[0])
        let convoy = try town.with { try $0.ask(ConvoyList()).convoys[0].id.text }
        try await story.run("convoy", "add", convoy, ids[1])
        try await story.run("convoy", "list")
        try await story.run("close", ids[0])
        try await story.run("convoy", "status", convoy)
        try await story.run("convoy", "watch", convoy)
        try await story.run("convoy", "close", convoy, "-r", "enough")
        try await story.run("convoy", "list")
        try await story.run("convoy", "list", "--all", "--json")
        let lines = [
            "list gastown", "status gastown", "why gt-nothing", "next gastown", "next --json",
            "pause gastown --reason release", "pause gastown", "list gastown", "next", "resume gastown",
            "front gt-nothing", "withdraw gt-nothing", "reject gt-nothing --reason no", "retry gt-nothing",
        ]
        try await story.run("mq", lines: lines)
        try await story.run("polecat", "list")
        try await story.run("hook", "mayor")
        try await story.run("status")
        try story.check()
    }

    @Test("why: what is awaited, how it came to this, what followed")
    func why() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("why", in: town)
        let (door, paint) = try town.with { ledger in
            let door = try ledger.send(BeadCreate(rig: RigName("gastown"), title: "Fix the door"), id: "c-1").bead.id
            let paint = try ledger.send(
                BeadCreate(rig: RigName("gastown"), title: "Paint it", needs: [door]), id: "c-2"
            ).bead.id
            try ledger.send(WorkSling(beads: [door, paint]), id: "c-3")
            let queued = try #require(ledger.published.last { $0.kind == .dispatchQueued })
            let witness = RoleName.witness(try #require(RigName("gastown")))
            try ledger.send(
                DispatchClaim(bead: door, attempt: 1), as: witness, id: "claim/\(door)/1", cause: "1-\(queued.sequence)"
            )
            return (door.text, paint.text)
        }
        try await story.run("why", door)
        try await story.run("why", paint)
        try await story.run("why", "gastown/ash")
        try await story.run("why", "gastown/witness")
        try await story.run("why", "1")
        let queued = try town.with { $0.published.last { $0.kind == .dispatchQueued }?.sequence ?? 0 }
        try await story.run("why", String(queued))
        try await story.run("why", String(queued), "--json")
        try await story.run("bead", "why", door, "--json")
        try await story.run("bead", "defer", paint, "--until", "2100-02-01T00:00:00Z")
        try await story.run("why", paint)
        try await story.run("why", "gt-nothing")
        try await story.run("why", "gastown/nobody")
        try await story.run("why", "gt-")
        try await story.run("why", "")
        try await story.run("mq", "why", door)
        try story.check()
    }

    @Test("what the log no longer has is said, from where to where, by every command that shows events")
    func gaps() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("gaps", in: town)
        try town.with { ledger in
            try ledger.send(BeadCreate(title: "old"), id: "c-1")
            ledger.now = ledger.now.advanced(by: .seconds(31 * 86_400))
            try ledger.send(BeadCreate(title: "young"), id: "c-2")
            try ledger.fireTimers()
        }
        try await story.run("events", "--since", "0")
        try await story.run("events", "--since", "0", "--json")
        try await story.run("events")
        try await story.run("feed", "--since", "1", "--count", "1")
        try await story.run("tap", "--since", "1", "--count", "1", "--json")
        try await story.run("events", "--since", "999")
        try await story.run("why", "1")
        try story.check()
    }

    @Test("a convoy is followed until it has landed", .timeLimit(.minutes(1)))
    func convoyFollowed() async throws {
        let town = try TestTown()
        try town.open()
        let (convoy, bead) = try town.with { ledger in
            let bead = try ledger.send(BeadCreate(title: "One")).bead.id
            return (try ledger.send(ConvoyCreate(title: "New door", beads: [bead])).convoy, bead)
        }
        async let followed = town.gt(["convoy", "watch", convoy.id.text, "--follow", "--json"])
        try town.with { ledger in
            try ledger.send(BeadClose(id: bead, reason: "done"))
            try ledger.send(ConvoyLanded(convoy: convoy.id, generation: convoy.generation), as: .mayor)
        }
        let result = try await followed
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        #expect(result.outputText.contains("\"state\":\"landed\""), "\(result.outputText)")
        let mistaken = try await town.gt(["convoy", "watch", convoy.id.text, "--follow", "--stop"])
        #expect(mistaken.ending == .exited(64))
    }

    @Test("mistakes are explained, and each ends with its status")
    func mistakes() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("mistakes", in: town)
        try await story.run("staus")
        try await story.run("bead", "craete", "x")
        try await story.run("bead", "create")
        try await story.run("show", "gt-nothing")
        try await story.run("show", "gt-nothing", "--json")
        try await story.run("bead", "create", "x", "--rig", "nowhere")
        try await story.run("bead", "create", "x", "-p", "9")
        try await story.run("close", "", "-r", "x")
        try await story.run("tap", "a..b")
        try await story.run("status", "--town", "/nonexistent")
        try await story.run("bead", "create", "x", environment: ["GT_SESSION_DIR": "/nonexistent"])
        try story.check()
    }

    @Test("each setting is explained: what it is, what it takes, what holds otherwise, and where it stands")
    func settings() async throws {
        let town = try TestTown()
        let layout = TownLayout(root: town.root)
        try Files.makeDirectory(layout.config)
        try Files.makeDirectory("\(layout.rigs)/gastown")
        try Files.writeAtomically("name = \"Paris\"\n", to: layout.townFile)
        let gates = "[[gates]]\nname = \"test\"\ncommand = \"make test\"\n"
        try Files.writeAtomically("target = \"trunk\"\n\(gates)", to: "\(layout.rigs)/gastown/rig.toml")
        var story = GoldenTranscript("settings", in: town)
        try await story.run("config", "explain")
        try await story.run("config", "explain", "--rig", "gastown")
        try await story.run("config", "explain", "target", "--rig", "gastown", "--json")
        try await story.run("config", "get", "landing", "--rig", "gastown")
        try await story.run("config", "get", "targt", "--rig", "gastown")
        try story.check()
    }

    @Test("agents: which there are, who works where by whose word, what is set, tried, and refused")
    func agents() async throws {
        let town = try TestTown()
        try town.open()
        let layout = TownLayout(root: town.root)
        try Files.makeDirectory(layout.config)
        try Files.makeDirectory("\(layout.rigs)/gastown")
        try Files.makeDirectory("\(town.root)/bin")
        try Files.writeAtomically("name = \"Paris\"\n", to: layout.townFile)
        try Files.writeAtomically("# all as the town says\n", to: "\(layout.rigs)/gastown/rig.toml")
        try Files.writeAtomically(
            """
            [fixer]
            command = ["fixer", "--all"]
            prompt = "flag"
            prompt_flag = "--do"
            environment = ["FIXER_KEY"]
            non_interactive = ["ask"]

            [broken]
            extends = "script"
            command = ["broken"]
            prompt = "none"
            version = ["no", "such word"]

            """, to: layout.agentsFile)
        try Files.writeAtomically(
            """
            #!/bin/sh
            echo "fixer: $*"
            echo "${SECRET-hidden} ${FIXER_KEY-hidden}"
            echo *

            """, to: "\(town.root)/bin/fixer", mode: 0o755)
        try Files.writeAtomically(
            "#!/bin/sh\necho 'no such word' >&2; exit 3\n", to: "\(town.root)/bin/broken", mode: 0o755)
        // No agent of this machine gets in.
        let place = ["PATH": "\(town.root)/bin", "SECRET": "x", "FIXER_KEY": "y"]
        var story = GoldenTranscript("agents", in: town)
        try await story.run("agent", "list", environment: place)
        try await story.run("agent", "show", environment: place)
        try await story.run("agent", "show", "fixer", environment: place)
        try await story.run("agent", "show", "claude", environment: place)
        try await story.run("agent", "show", "clude", environment: place)
        try await story.run("agent", "set", "amp", environment: place)
        try await story.run("agent", "test", "fixer", "--prompt", "Say hello", environment: place)
        try await story.run("agent", "test", "broken", environment: place)
        try await story.run("agent", "test", "codex", "--json", environment: place)
        try await story.run("agent", "test", "script", "--prompt", "x", environment: place)
        try Files.writeAtomically("[role_agents]\npolecat = \"fixer\"\n", to: "\(layout.rigs)/gastown/rig.toml")
        try await story.run("agent", "show", "--json", environment: place)
        try Files.writeAtomically("[fixer]\ncolour = 3\n", to: layout.agentsFile)
        try await story.run("agent", "list", environment: place)
        try story.check()
    }

    @Test("a store that is away is named; nothing is shown as fine")
    func away() async throws {
        let town = try TestTown()
        var story = GoldenTranscript("away", in: town)
        try await story.run("status", "--wait", "0.1")
        try await story.run("ready", "--wait", "0.1")
        try await story.run("bead", "create", "x", "--wait", "0.1")
        try await story.run("ready", "--wait", "0.1", "--json")
        try story.check()
    }

    @Test("while the store is away: what is accepted, what is not, and what a person does with what was refused")
    func spool() async throws {
        let town = try TestTown()
        var story = GoldenTranscript("spool", in: town)
        try await story.run("spool", "list")
        try await story.run("mail", "send", "mayor", "-s", "Friday")
        try await story.run("mail", "send", "mayor", "-s", "Friday", "--json")
        try await story.run("mail", "send", "mayor", "-s", "x", "--no-spool", "--wait", "0.1")
        try await story.run("mail", "send", "gastown/witness", "-s", "whole")
        try await story.run("mail", "send", "witness", "-s", "short")
        try await story.run("nudge", "gastown/witness", "wake up")
        try await story.run("escalate", "The key has expired", "--about", "hq-a1")
        try await story.run("bead", "update", "hq-a1", "-p", "0")
        try await story.run("close", "hq-a1", "hq-b2")
        try await story.run("close", "hq-a1", "hq-b2", "--json")
        try await story.bd("close", "hq-a1")
        try await story.bd("close", "hq-a1", "--force", "--json")
        try await story.bd("update", "hq-a1", "--status", "closed", "--add-label", "x")
        try await story.bd("update", "hq-a1", "--claim", "--wait", "0.1")
        try await story.run("prime", "--hook")
        try await story.run("status", "--wait", "0.1")
        let spool = Spool(TownLayout(root: town.root))
        for name in try spool.names() { try spool.remove(name) }
        var entry = SpooledCommand(
            MailSend(to: [.mayor], subject: "\u{1B}[2J", body: ""), id: CommandID(composed: "done", "7"),
            actor: .overseer, session: nil, acceptedAt: try #require(Timestamp("2100-01-01T00:00:00Z")))
        try spool.add(entry)
        try await story.run("spool", "list")
        try await story.run("spool", "retry", "done/7")
        let refusal = WireError(.notFound, "there is no mayor", hint: "look for one")
        let name = try #require(try spool.names().first)
        try spool.setAside(name, because: SpoolRefusal(at: entry.acceptedAt, error: refusal))
        try await story.run("spool", "list")
        try await story.run("spool", "show", "done/7")
        try await story.run("spool", "show", "done/8")
        try await story.run("spool", "drop", "done/7", environment: ["GT_SESSION_DIR": "/nonexistent"])
        try await story.run("spool", "retry", "done/7")
        for name in try spool.names() { try spool.setAside(name, because: SpoolRefusal(at: .now, error: refusal)) }
        try await story.run("spool", "drop", "done/7")
        entry.version = 9
        try spool.add(entry)
        try await story.run("spool", "drop", "done/7")
        try story.check()
    }

    @Test("the feed tells in sentences, the tap in JSON lines")
    func feed() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("feed", in: town)
        try await story.run("bead", "create", "Hostile \u{1B}[31m\u{202E}title\r\n", "--rig", "gastown")
        try await story.run("feed", "--since", "0", "--count", "2")
        try await story.run("feed", "--since", "0", "--until-idle", "-v")
        try await story.run("tap", "*.rig.added", "--since", "0", "--count", "1")
        try story.check()
    }
}
