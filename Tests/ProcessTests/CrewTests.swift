import Glibc
import Host
import Testing
import TownModel
import Wire

/// Crew in a real town: a program that is no part of it sits in a worktree that stays.
@Suite(.serialized) struct CrewTests {
    /// Says that it is there, with its own key, leaves a note, and stays until it is asked to leave.
    private static let program = """
        #!/bin/sh
        set -e
        gt prime > "$GT_SESSION_DIR/prime.txt"
        gt mail send overseer -s "here I am" -m ""
        gt handoff -m "the hinge is next"
        : > "$GT_SESSION_DIR/there"
        exec sleep 600
        """

    private static let presets = """
        [sitter]
        command = ["sitter"]
        prompt = "none"

        [missing]
        command = ["no-such-agent"]
        prompt = "argument"

        """

    private func rows(_ town: ProcessTown) async throws -> [ResidentRow] {
        try JSONText.decode([ResidentRow].self, from: Array(try await town.gt("crew", "list", "--json").utf8))
    }

    /// Its shim and what it was told, once it has said that it is there.
    private func session(_ town: ProcessTown) async throws -> (shim: ProcessIdentity, prime: String) {
        let session = try #require(try await rows(town).first?.session)
        let directory = town.layout.session(session.incarnation)
        try await town.waitFor("\(directory)/there")
        return (try #require(session.shim), try Files.readText("\(directory)/prime.txt"))
    }

    @Test("a member is added, works, outlives its Witness, begins anew, is renamed and leaves with nothing lost")
    func life() async throws {
        try await ProcessTown.with { town in
            try Files.makeDirectory("\(town.home)/bin")
            try Files.writeAtomically(Self.program, to: "\(town.home)/bin/sitter", mode: 0o755)
            try Files.writeAtomically(Self.presets, to: town.layout.agentsFile, mode: 0o644)
            let path = "\(town.home)/bin:\(town.programs):\(HostEnvironment.path)"
            let up = try await town.run(["up"], environment: ["PATH": path])
            try #require(up.ending == .exited(0), "\(up.errorTail)")
            try await town.gt("rig", "add", "web", try await town.makeRemote())

            try await town.gt("crew", "add", "web/max")
            let worktree = "\(town.layout.rigs)/web/crew/max"
            #expect(try await town.git(worktree, "branch", "--show-current") == "crew/max\n")
            try await town.expectRefused(["crew", "start", "web/max"], 1, ["nobody has said which agent"])
            try await town.expectRefused(
                ["crew", "start", "web/max", "--agent", "missing"], 1, ["no-such-agent", "could not be started"])
            #expect(try await rows(town).first?.resident.run == nil)
            #expect(try await town.gt("crew", "start", "web/max", "--agent", "sitter").contains("runs sitter"))
            let first = try await session(town)
            #expect(first.prime.hasPrefix("You are the crew web/crew/max of rig web, session "))
            #expect(first.prime.contains("Work only in \(worktree), on branch crew/max."))
            #expect(try await town.gt("mail", "inbox").contains("here I am"))
            #expect(try await town.gt("crew", "at", "web/max").contains("attach-session -t gt-"))

            // The Witness goes; who sits there does not notice, and its successor ends whom it did not start.
            let rig = try #require(RigName("web"))
            let witness = try #require(town.process(of: .role(.witness(rig))))
            Processes.send(SIGKILL, to: witness)
            #expect(await ProcessWatch.shared.waitForEnd(of: witness, within: .seconds(30)))
            try await town.gt("up", "web")
            #expect(Processes.isAlive(first.shim) && SessionFolders(layout: town.layout).running.count == 1)
            let bead = try await town.makeBead("web", "Oil the hinge", "true")
            let refused = try await town.run(["sling", bead, "web", "--start", "defer"])
            #expect(refused.ending == .exited(64) && refused.errorTail.contains("--start"))
            #expect(try await town.gt("sling", bead, "web/max", "--start", "defer").contains("hooked"))
            #expect(try await rows(town).first?.hook?.text == bead && Processes.isAlive(first.shim))
            #expect(try await town.gt("crew", "restart", "web/max").contains("runs sitter"))
            #expect(!Processes.isAlive(first.shim))
            let second = try await session(town)
            #expect(second.shim != first.shim && second.prime.contains("| the hinge is next"))
            #expect(second.prime.contains("On your hook: \(bead)"))

            try await town.expectRefused(["crew", "remove", "web/max", "--force"], 1, ["gt crew stop"])
            #expect(try await town.gt("crew", "stop", "web/max") == "web/crew/max has no session\n")
            #expect(!Processes.isAlive(second.shim))

            try await town.expectRefused(["crew", "rename", "web/max", "maria"], 1, ["on its hook"])
            try await town.gt("close", bead, "-r", "oiled")
            try await town.gt("crew", "rename", "web/max", "maria")
            let moved = "\(town.layout.rigs)/web/crew/maria"
            try Files.writeAtomically("mine\n", to: "\(moved)/own.txt", mode: 0o644)
            try await town.expectRefused(["crew", "refresh", "web/maria"], 1, ["own.txt"])
            _ = try await town.git(moved, "add", ".")
            _ = try await town.git(moved, "commit", "--quiet", "-m", "Mine")
            let mine = try await town.git(moved, "rev-parse", "HEAD").trimmed
            #expect(try await town.gt("crew", "refresh", "web/maria").contains("is up to date with main"))
            try await town.expectRefused(["crew", "remove", "web/maria"], 1, ["nothing else keeps", "--force"])
            let gone = try await town.gt("crew", "remove", "web/maria", "--force")
            #expect(gone.contains("its work is saved as refs/gt/rescue/") && !Files.exists(moved))
            let ref = try #require(gone.split(separator: " ").last.map { String($0).trimmed })
            let kept = try await town.git(
                "\(town.layout.rigs)/web/repo.git", "for-each-ref", "--format=%(objectname)", ref)
            #expect(kept.contains(mine))
            #expect(try await rows(town).isEmpty)
        }
    }
}
