import Glibc
import Host
import Testing
import TownModel
import Wire

/// Workers as a person deals with them: taken out, and what they have done.
@Suite(.serialized) struct WorkerTests {
    @Test(
        "retiring a worker with a commit that nobody has and files that nobody committed loses neither",
        .timeLimit(.minutes(3)))
    func retires() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            try await town.gt("namepool", "set", "minerals", "--rig", "web")
            try #require(mkfifo("\(town.home)/word", 0o600) == 0)
            let bead = try await town.makeBead(
                "web", "Half done",
                """
                echo one > committed
                git add committed
                git -c user.name=W -c user.email=w@localhost commit -qm 'Half of it'
                echo two > uncommitted
                touch \(town.home)/here
                read word < \(town.home)/word
                """)
            try await town.sling([bead])
            try await town.waitFor("\(town.home)/here")

            let status = try await town.gt("polecat", "status", "web/agate")
            #expect(status.contains("hook") && status.contains(bead), "\(status)")
            #expect(status.contains("1 beyond its base, 0 behind the target"), "\(status)")
            #expect(status.contains("dirty     ?? uncommitted"), "\(status)")
            let before = try await town.run(["polecat", "retire", "web/agate", "--dry-run"])
            let refused = try await town.run(["polecat", "retire", "web/agate"])
            #expect(before.ending == .exited(1) && refused.ending == .exited(1))
            #expect(before.errorTail == refused.errorTail)
            #expect(refused.errorTail.contains("?? uncommitted"), "\(refused.errorTail)")
            let planned = try await town.gt("polecat", "retire", "web/agate", "--dry-run", "--force")
            #expect(planned.contains("save under refs/gt/rescue/\(bead)/"), "\(planned)")
            #expect(try await town.bead(bead).status == .hooked)

            try await town.gt("polecat", "retire", "web/agate", "--force", "--reason", "another plan")
            let log = try await town.follow(within: .seconds(60)) { !$0.of(.assignmentRetired).isEmpty }
            let retired = try #require(log.assignments(.assignmentRetired).values.first)
            let rescue = try #require(retired.rescueRef)
            let refs = try await town.git(town.repository, "for-each-ref", "--format=%(refname)", rescue)
            let files = try #require(refs.split(separator: "\n").first { $0.contains("/files-") })
            #expect(try await town.git(town.repository, "show", "\(files):committed") == "one\n")
            #expect(try await town.git(town.repository, "show", "\(files):uncommitted") == "two\n")
            #expect(try await town.git(town.repository, "log", "-1", "--format=%s", "\(files)^1") == "Half of it\n")
            #expect(try await town.bead(bead).status == .open)
            #expect(!Files.exists("\(town.root)/\(retired.worktree)"))
            #expect(try await town.gt("namepool", "show", "--rig", "web").contains("next:  agate"))
            #expect(try await town.gt("polecat", "retire", "web/agate").contains("nothing to do"))
            let history = try await town.gt("polecat", "history", "web/agate")
            #expect(history.contains("1 taken-back") && history.contains("another plan"), "\(history)")
            try await trash(retired, town)
            let nobody = try await town.run(["polecat", "attach", "web/agate"])
            #expect(nobody.ending == .exited(1) && nobody.errorTail.contains("has no session"))
            #expect(try await town.gt("polecat", "stale") == "no worker is stale\n")
        }
    }

    /// What was retired lies in the trash, is worth something, and comes back as it lay.
    private func trash(_ retired: Assignment, _ town: ProcessTown) async throws {
        let name = "web/\(retired.number)-agate"
        let listed = try await town.gt("trash", "list", "--rig", "web")
        #expect(listed.contains(name), "\(listed)")
        let shown = try await town.gt("trash", "show", name)
        #expect(shown.contains("its commits are kept elsewhere"), "\(shown)")
        #expect(try await town.gt("trash", "empty", "--older-than", "1d") == "nothing in the trash is that old\n")
        // Without what keeps its commit, the trash is not emptied of it, and the worktree can be had again.
        let rescue = try #require(retired.rescueRef)
        let refs = try await town.git(town.repository, "for-each-ref", "--format=%(refname)", rescue)
        let saved = refs.split(separator: "\n").map(String.init)
        var tips: [(ref: String, commit: String)] = []
        for ref in saved {
            tips.append((ref, try await town.git(town.repository, "rev-parse", ref).trimmed))
            _ = try await town.witnessRef("-d", ref)
        }
        let unkept = try await town.gt("trash", "show", name)
        #expect(unkept.contains("is on no target, and neither submitted nor saved"), "\(unkept)")
        for (ref, commit) in tips { _ = try await town.witnessRef(ref, commit) }
        let place = "\(town.home)/beside"
        _ = try await town.gt("trash", "restore", name, "--to", place)
        #expect(try Files.readText("\(place)/uncommitted") == "two\n")
        #expect(try await town.git(place, "status", "--porcelain") == "?? uncommitted\n")
        #expect(try await town.git(place, "log", "-1", "--format=%s") == "Half of it\n")
        #expect(!(try await town.gt("trash", "list").contains(name)))
        #expect(try await town.gt("polecat", "gc") == "no worktree is left over\n")
        try await leftOver(town)
    }

    /// What no work names goes to the trash and then for good, if everything in it is kept; else it stays and is named.
    private func leftOver(_ town: ProcessTown) async throws {
        let folder = town.layout.polecats(try #require(RigName("web")))
        for (name, number) in [("onyx", 901), ("opal", 902), ("beryl", 903)] {
            _ = try await town.git(
                town.repository, "worktree", "add", "--quiet", "-b", "polecat/\(name)/web-x.\(number)",
                "\(folder)/\(name)/\(number)", "refs/remotes/origin/main")
        }
        try Files.writeAtomically("mine\n", to: "\(folder)/opal/902/own.txt", mode: 0o644)
        try Files.writeAtomically("more\n", to: "\(folder)/beryl/903/more.txt", mode: 0o644)
        _ = try await town.git("\(folder)/beryl/903", "add", "more.txt")
        _ = try await town.git("\(folder)/beryl/903", "commit", "--quiet", "-m", "More")
        #expect(try await town.gt("polecat", "gc", "--dry-run").contains("onyx/901  would go to the trash"))
        #expect(Files.exists("\(folder)/onyx/901"))
        let moved = try await town.gt("polecat", "gc")
        #expect(moved.contains("onyx/901  is in the trash"), "\(moved)")
        #expect(moved.contains("opal/902  left: not committed: own.txt"), "\(moved)")
        #expect(moved.contains("beryl/903  left: ") && moved.contains("nor saved"), "\(moved)")
        #expect(!Files.exists("\(folder)/onyx/901"))
        #expect(try Files.readText("\(folder)/opal/902/own.txt") == "mine\n")

        // Of an entry without a branch nobody knows what it was.
        let trash = town.layout.trash(try #require(RigName("web")))
        try Files.makeDirectory("\(trash)/904-jade")
        let planned = try await town.run(["trash", "empty", "--all", "--dry-run"])
        #expect(planned.outputText.contains("web/901-onyx  would be removed"), "\(planned.outputText)")
        #expect(Files.exists("\(trash)/901-onyx"))
        let emptied = try await town.run(["trash", "empty", "--all"])
        #expect(emptied.ending == .exited(1) && emptied.errorTail.contains("1 of 2 are left in the trash"))
        #expect(emptied.outputText.contains("web/901-onyx  removed"), "\(emptied.outputText)")
        #expect(emptied.outputText.contains("web/904-jade  left: its branch is not in the clone"))
        #expect(Files.names(in: trash) == ["904-jade"])
    }

    @Test("a worker's history has what landed, what came back and what needed no change", .timeLimit(.minutes(3)))
    func history() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let gate = "if test -e answer; then grep -q right answer; fi"
            try await town.setGates(#require(RigName("web")), polecats: 1, [("answer", gate)])
            let landed = try await town.makeBead("web", "Lands", "echo hello > hello")
            let mended = try await town.makeBead(
                "web", "Comes back", "[ \"$GT_ATTEMPT\" = 1 ] && echo wrong > answer || echo right > answer")
            let nothing = try await town.makeBead("web", "Is right", "gt done --status no-change -m 'it is so'")
            try await town.sling([landed, mended, nothing])
            try await town.waitUntilClosed([landed, mended, nothing])

            let text = try await town.gt("polecat", "history", "--rig", "web", "-n", "50", "--json")
            let cvs = try JSONText.decode([AgentCV].self, from: Array(text.utf8))
            let work = cvs.flatMap(\.work)
            func outcomes(_ bead: String) -> [WorkOutcome] {
                work.filter { $0.bead.text == bead }.sorted { $0.assignment < $1.assignment }.map(\.outcome)
            }
            #expect(outcomes(landed) == [.landed])
            #expect(outcomes(mended) == [.reworked, .landed])
            #expect(outcomes(nothing) == [.noChange])
            #expect(work.allSatisfy { $0.endedAt != nil })
            #expect(cvs.compactMap { $0.totals.counts[.landed] }.reduce(0, +) == 2)
        }
    }
}

extension ProcessTown {
    /// Changes a guarded ref, as only the Witness may.
    fileprivate func witnessRef(_ words: String...) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "git", arguments: ["-C", repository, "update-ref"] + words,
                environment: environment.merging(["GT_REF_WRITER": "witness"]) { $1 }, directory: home,
                limit: .seconds(30)))
        try #require(result.ending == .exited(0), "git update-ref: \(result.errorTail)")
        return result.outputText
    }
}
