import Glibc
import Host
import Testing
import TownModel
import Wire

/// The Mayor's agent in a real town: a program that is no part of it files what it is told and hands it out.
@Suite(.serialized) struct MayorTalkTests {
    /// What it is told is a letter, which `gt prime` shows it. It stays until it is asked to leave.
    private static let planner = """
        #!/bin/sh
        set -e
        cd "$GT_SESSION_DIR"
        gt prime > prime.txt
        wanted=$(sed -n 's/^| file it and sling it: //p' prime.txt)
        gt bead create --json --rig web "$wanted" --description "As the overseer said." > bead.json
        bead=$(sed 's/.*"id":"\\([^"]*\\)".*/\\1/' bead.json)
        gt sling "$bead" --agent worker > slung.txt
        printf '%s' "$bead" > bead.txt.new && mv bead.txt.new bead.txt
        exec sleep 600
        """

    private static let worker = """
        #!/bin/sh
        set -e
        gt prime > work.txt
        gt done --commit "Do as I was told"
        """

    private static let presets = """
        [planner]
        command = ["planner"]
        prompt = "none"

        [worker]
        command = ["worker"]
        prompt = "none"

        """

    @Test(
        "file it and sling it: a convoy lands, the overseer is told, and so is the Mayor; its session outlives its host"
    )
    func conversation() async throws {
        try await ProcessTown.with { town in
            try Files.makeDirectory("\(town.home)/bin")
            try Files.writeAtomically(Self.planner, to: "\(town.home)/bin/planner", mode: 0o755)
            try Files.writeAtomically(Self.worker, to: "\(town.home)/bin/worker", mode: 0o755)
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            let path = "\(town.home)/bin:\(town.programs):\(HostEnvironment.path)"
            let up = try await town.run(["up"], environment: ["PATH": path])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)

            try await town.expectRefused(["mayor", "status"], 1, ["gt mayor start"])
            try await town.expectRefused(
                ["mayor", "start"], 1, ["nobody has said which agent", "gt mayor start --agent"])
            try await town.gt("mail", "send", "mayor", "-s", "file it and sling it: Oil the hinge", "-m", "")
            #expect(
                try await town.gt("mayor", "start", "--agent", "planner").contains("mayor/ runs planner: session s"))
            let text = try await town.gt("mayor", "status", "--json")
            let session = try #require(try JSONText.decode(ResidentRow.self, from: Array(text.utf8)).session)
            let shim = try #require(session.shim)
            let directory = town.layout.session(session.incarnation)
            try await town.waitFor("\(directory)/bead.txt")
            let bead = try Files.readText("\(directory)/bead.txt")
            let prime = try Files.readText("\(directory)/prime.txt")
            #expect(prime.hasPrefix("You are the mayor mayor/, session \(session.incarnation), "))
            #expect(try await town.gt("mayor", "attach").contains("attach-session -t gt-\(session.incarnation)"))

            let log = try await town.follow { !$0.of(.convoyLanded).isEmpty }
            #expect(log.isClosed(bead) && log.of(.beadCreated).contains { $0.subject == bead && $0.actor == .mayor })
            let landed = try await town.git(remote, "show", "main:work.txt")
            #expect(landed.contains("Oil the hinge"))
            let inbox = try await town.gt("mail", "inbox")
            #expect(inbox.contains("landed (1 landed)"), "\(inbox)")

            // Its next prompt, as its hook would ask; the one after it costs no words.
            func prompt() async throws -> String {
                let asked = try await town.run(
                    ["mail", "check", "--inject"],
                    environment: ["GT_SESSION_DIR": directory, "GT_HOOK_SECONDS": "30"])
                #expect(asked.ending == .exited(0), "\(asked.errorTail)")
                return String(decoding: asked.output, as: UTF8.self)
            }
            #expect(try await prompt().contains("has landed (1 landed): Oil the hinge"))
            #expect(try await !prompt().contains("What has happened"))

            // Who sits there does not notice that the service goes; its successor ends whom it did not start.
            let service = try #require(town.process(of: .role(.mayor)))
            Processes.send(SIGKILL, to: service)
            #expect(await ProcessWatch.shared.waitForEnd(of: service, within: .seconds(30)))
            #expect(Processes.isAlive(shim))
            try await town.gt("up", "mayor")
            #expect(try await town.gt("mayor", "stop") == "mayor/ has no session\n")
            #expect(!Processes.isAlive(shim))
        }
    }
}
