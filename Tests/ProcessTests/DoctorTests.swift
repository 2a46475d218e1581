import Glibc
import Host
import Testing
import TownModel
import Wire

/// `gt doctor` on a real town that is really broken: it finds it, `--fix` repairs it, the second look says so.
@Suite(.serialized) struct DoctorTests {
    /// What the tests read of the doctor's JSON.
    private struct Report: Decodable {
        var check: String
        var findings: [Finding]
        var repair: Repair?

        struct Finding: Decodable {
            var verdict: String
            var looked: String
            var saw: String
            var next: String?
        }
        struct Repair: Decodable {
            var did: String?
            var problem: String?
            var before: [Finding]
        }

        var worst: String {
            for verdict in ["broken", "unknown", "warning"] where findings.contains(where: { $0.verdict == verdict }) {
                return verdict
            }
            return "fine"
        }
    }

    private func doctor(
        _ town: ProcessTown, _ words: String..., status: Int32, at location: SourceLocation = #_sourceLocation
    ) async throws -> [String: Report] {
        let result = try await town.run(["doctor", "--json"] + words)
        #expect(
            result.ending == .exited(status), "\(result.outputText)\n\(result.errorTail)", sourceLocation: location)
        let reports = try JSONText.decode([Report].self, from: result.output)
        return Dictionary(uniqueKeysWithValues: reports.map { ($0.check, $0) })
    }

    @Test("a sound town is fine; broken modes, hooks and service folders are found, repaired and fine again")
    func repairs() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            try await town.gt("up")
            let sound = try await doctor(town, status: 0)
            #expect(sound.values.filter { $0.worst != "fine" }.map(\.check) == [])

            let rig = try #require(RigName("web"))
            let hook = "\(town.layout.repository(rig))/hooks/pre-push"
            let witness = TownService.role(.witness(rig))
            let supervisor = Supervisor(layout: town.layout, programs: town.programs)
            try Files.setMode(0o644, of: town.layout.overseerKey)
            try Files.setMode(0o755, of: town.layout.sessions)
            try Files.removeTree(hook)
            try await supervisor.remove(witness)

            let broken = try await doctor(town, status: 1)
            for check in ["permissions", "guard-hook", "services"] {
                let report = try #require(broken[check])
                #expect(report.worst == "broken", "\(report)")
                #expect(report.findings.allSatisfy { $0.verdict == "fine" || $0.next != nil })
                #expect(report.repair == nil, "without --fix nothing is touched")
            }
            #expect(Files.mode(of: town.layout.overseerKey) == 0o644)

            let fixed = try await doctor(town, "--fix", status: 0)
            for check in ["permissions", "guard-hook", "services"] {
                let report = try #require(fixed[check])
                #expect(report.worst == "fine", "\(report)")
                #expect(report.repair?.did != nil)
                #expect(report.repair?.before.contains { $0.verdict == "broken" } == true)
            }
            #expect(Files.mode(of: town.layout.overseerKey) == 0o600)
            #expect(Files.mode(of: town.layout.sessions) == 0o700)
            #expect(Files.exists(hook))
            #expect(supervisor.isWatched(witness))

            let again = try await doctor(town, status: 0)
            #expect(again.values.filter { $0.worst != "fine" || $0.repair != nil }.isEmpty)
        }
    }

    @Test("what it can't repair stays what it is, and is said to")
    func beyondRepair() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            let rig = try #require(RigName("web"))
            try Files.removeTree(remote)
            try Files.writeAtomically("target = \n", to: town.layout.rigFile(rig))
            try Files.writeAtomically("[mine]\ncolour = 3\n", to: town.layout.agentsFile)
            let stray = "\(town.layout.polecats(rig))/nobody/999"
            try Files.makeDirectory(stray)
            let reports = try await doctor(town, "--fix", status: 1)
            #expect(reports["remotes"]?.worst == "broken")
            #expect(reports["settings"]?.worst == "broken")
            #expect(reports["settings"]?.findings.contains { $0.saw.contains("rig.toml:1") } == true)
            #expect(reports["settings"]?.findings.contains { $0.saw.contains("agents.toml:2") } == true)
            #expect(reports["worktrees"]?.worst == "warning")
            // A worktree that nobody names may hold work: no repair removes it.
            #expect(Files.isDirectory(stray))
            #expect(reports["permissions"]?.worst == "fine")

            // Without its clone nothing of the rig can be told, and nothing else is kept from being looked at.
            try Files.rename(town.layout.repository(rig), to: "\(town.home)/away.git")
            let without = try await doctor(town, status: 1)
            #expect(without["repositories"]?.worst == "broken")
            #expect(without["guard-hook"]?.worst != "fine")
            #expect(without["worktrees"]?.worst == "warning")
            #expect(without["saved-work"]?.worst == "fine")
        }
    }

    @Test("a worktree that git lists and nobody has is forgotten; a session without its shim is named")
    func worktreesAndSessions() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let rig = try #require(RigName("web"))
            let clone = town.layout.repository(rig)
            _ = try await town.git(
                clone, "worktree", "add", "--detach", "\(town.home)/gone", "refs/remotes/origin/main")
            try Files.removeTree("\(town.home)/gone")
            let found = try await doctor(town, status: 0)
            #expect(found["worktrees"]?.worst == "warning")
            let fixed = try await doctor(town, "--fix", status: 0)
            #expect(fixed["worktrees"]?.worst == "fine")
            #expect(fixed["worktrees"]?.repair?.did?.contains("gone") == true)

            let pipe = "\(town.home)/word"
            try #require(mkfifo(pipe, 0o600) == 0)
            let bead = try await town.makeBead("web", "Wait", "touch \(town.home)/here; read word < \(pipe)")
            try await town.gt("sling", bead)
            try await town.waitFor("\(town.home)/here")
            // The Witness must not see it first.
            let witness = try #require(town.process(of: .role(.witness(rig))))
            Processes.send(SIGSTOP, to: witness)
            defer { Processes.send(SIGCONT, to: witness) }
            for session in SessionFolders(layout: town.layout).running {
                let all = Processes.identities(of: Processes.descendants(of: session.shim.pid)) + [session.shim]
                _ = await Processes.end(all, grace: .zero)
            }
            // 1: the Witness is stopped.
            let report = try #require(try await doctor(town, status: 1)["sessions"])
            #expect(report.worst == "warning", "\(report)")
        }
    }

    @Test("a service folder of a removed rig, and a gate without its program")
    func leftOvers() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await town.gt("rig", "add", "old", remote)
            let old = try #require(RigName("old"))
            let supervisor = Supervisor(layout: town.layout, programs: town.programs)
            try await town.gt("rig", "remove", "old")
            try supervisor.write(.role(.witness(old)))
            let gates =
                "target = \"main\"\n[[gates]]\nname = \"there\"\ncommand = \"true\"\n"
                + "[[gates]]\nname = \"away\"\ncommand = \"CI=1 no-such-linter --all\"\n"
            try Files.writeAtomically(gates, to: town.layout.rigFile(try #require(RigName("web"))))
            try await town.gt("config", "reload")

            let found = try await doctor(town, status: 0)
            #expect(found["services"]?.findings.contains { $0.saw.contains("left over") } == true)
            #expect(found["gates"]?.worst == "warning")
            #expect(found["gates"]?.findings.filter { $0.verdict == "warning" }.map(\.looked) == ["web: away"])

            let fixed = try await doctor(town, "--fix", status: 0)
            #expect(fixed["services"]?.worst == "fine")
            #expect(fixed["services"]?.repair?.did?.contains("removed old/witness") == true)
            #expect(!Files.exists(supervisor.folder(.role(.witness(old)))))
            #expect(fixed["gates"]?.worst == "warning", "a program it can't install stays missing")
        }
    }

    @Test("a service that stands still, settings that nobody read, a stop half done and a missing tmux are put right")
    func halfDone() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            try Files.writeAtomically(
                "target = \"main\"\npolecats_max = 7\n", to: town.layout.rigFile(try #require(RigName("web"))))
            let mayor = try #require(town.process(of: .role(.mayor)))
            try #require(Processes.send(SIGSTOP, to: mayor))
            #expect(await TmuxService(layout: town.layout).end().isEmpty)
            try Files.writeAtomically("look first\n", to: town.layout.stopFile)

            let found = try await doctor(town, status: 1)
            #expect(found["health"]?.worst == "broken" && found["estop"]?.worst == "broken")
            #expect(found["settings"]?.worst == "warning" && found["tmux"]?.worst == "warning")
            let fixed = try await doctor(town, "--fix", status: 0)
            for check in ["health", "settings", "tmux"] {
                let report = try #require(fixed[check])
                #expect(report.worst == "fine" && report.repair?.did != nil, "\(report)")
            }
            #expect(!Processes.isAlive(mayor) && town.process(of: .role(.mayor)) != mayor)
            #expect(fixed["estop"]?.findings.map(\.saw) == ["the town is stopped: look first"])
            #expect(try await town.gt("rig", "list", "--json").contains("\"polecatsMax\":7"))

            try Files.removeTree(town.layout.stopFile)
            #expect(try await doctor(town, status: 1)["estop"]?.worst == "broken")
            #expect(try await doctor(town, "--fix", status: 0)["estop"]?.worst == "warning")
            #expect(try Files.readText(town.layout.stopFile) == "look first\n")
            try await town.gt("thaw")
            #expect(try await doctor(town, status: 0)["estop"]?.worst == "fine")
        }
    }

    @Test("while the store is away the rest is looked at, what it alone knows is unknown, and it ends with 69")
    func away() async throws {
        try await ProcessTown.with { town in
            let before = try await doctor(town, "--wait", "0.2", status: 69)
            #expect(before["store"]?.worst == "broken")
            #expect(before["health"]?.worst == "unknown")
            #expect(before["supervisor"]?.worst == "broken")
            #expect(before["permissions"]?.worst == "fine")
            let fixed = try await doctor(town, "--fix", status: 0)
            #expect(fixed["supervisor"]?.worst == "fine")
            #expect(fixed["health"]?.worst == "fine")
        }
    }

    @Test("the ledger on the disk is told from the one that the store has open")
    func replacedLedger() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let ledger = town.layout.ledger
            let store = try #require(town.process(of: .beadsStore))
            // Held still, so that the store's own look at its file does not come first.
            Processes.send(SIGSTOP, to: store)
            defer { Processes.send(SIGCONT, to: store) }
            try Files.copy(ledger, to: "\(ledger).copy")
            try Files.removeTree(ledger)
            try Files.rename("\(ledger).copy", to: ledger)
            let reports = try await doctor(town, "--wait", "0.2", status: 69)
            #expect(reports["ledger"]?.worst == "broken", "\(String(describing: reports["ledger"]))")
        }
    }

    @Test("rings of a file, files that somebody else wrote, and gates that only a person opens are named")
    func beads() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("bead", "create", "x", "--rig", "hq")
            try await town.gt("bead", "sync")
            let own = "\(town.layout.beads)/hq.jsonl"
            try Files.writeAtomically("mine\n", to: own)
            let ring = ["a": "b", "b": "a"].sorted { $0.key < $1.key }.map { from, to in
                #"{"id":"hq-\#(from)","title":"t","status":"open","priority":2,"issue_type":"task","#
                    + #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","dependencies":["#
                    + #"{"issue_id":"hq-\#(from)","depends_on_id":"hq-\#(to)","type":"blocks"}]}"#
            }
            try Files.writeAtomically(ring.joined(separator: "\n") + "\n", to: "\(town.home)/ring.jsonl")
            try await town.gt("bead", "import", "\(town.home)/ring.jsonl", "--rig", "hq")
            try await town.gt("bead", "gate", "create", "hq-a", "--timer", "1h")
            try await town.gt("bead", "gate", "create", "hq-b", "--title", "ask me")
            try await town.gt("bead", "sync")
            try Files.removeTree("\(town.layout.beads)/.git")

            let found = try await doctor(town, status: 1)
            #expect(found["rings"]?.findings.map(\.saw) == ["hq-a → hq-b → hq-a"])
            #expect(found["bead-files"]?.worst == "broken")
            let people = try #require(found["people"]?.findings.first?.saw)
            #expect(people.contains("ask me") && people.hasPrefix("1 open"), "\(people)")

            try await town.gt("bead", "dep", "remove", "hq-a", "hq-b")
            let fixed = try await doctor(town, "--fix", status: 0)
            #expect(fixed["rings"]?.worst == "fine")
            #expect(fixed["bead-files"]?.repair?.did != nil && fixed["bead-files"]?.worst == "warning")
            #expect(fixed["bead-files"]?.findings.allSatisfy { $0.looked.contains("hq.jsonl.kept-") } == true)
        }
    }
}
