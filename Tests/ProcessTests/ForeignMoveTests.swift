import Glibc
import Host
import Testing
import TownModel
import Wire

/// Real programs and real git: somebody pushes to the target of a rig with `foreign_moves = "hold"`.
@Suite(.serialized) struct ForeignMoveTests {
    private static let web = RigName("web")

    private static func settle(_ town: ProcessTown, _ rig: RigName) async throws {
        let text = "target = \"main\"\n[queue]\nforeign_moves = \"hold\"\n"
        try Files.writeAtomically(text, to: town.layout.rigFile(rig), mode: 0o644)
        try await town.gt("config", "reload")
    }

    /// A commit of somebody who is no part of the town.
    private static func push(_ town: ProcessTown, _ remote: String, _ file: String) async throws -> String {
        let clone = "\(town.home)/others-\(file)"
        _ = try await town.git(town.home, "clone", "--quiet", remote, clone)
        try Files.writeAtomically("theirs\n", to: "\(clone)/\(file)", mode: 0o644)
        _ = try await town.git(clone, "add", ".")
        _ = try await town.git(clone, "commit", "--quiet", "-m", "By others: \(file)")
        _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:main")
        return try await town.git(clone, "rev-parse", "HEAD").trimmed
    }

    private static func kill(_ town: ProcessTown, _ services: [TownService]) async throws {
        for service in services {
            let process = try #require(town.process(of: service))
            try #require(Processes.send(SIGKILL, to: process))
            try #require(await ProcessWatch.shared.waitForEnd(of: process, within: .seconds(30)))
        }
    }

    private static func holds(_ log: TownLog) -> [TargetMove] {
        var found: [TargetMove] = []
        for event in log.of(.rigChanged) where event.stream != .town {
            if let move = event.data.rig?.queueHold?.move, found.last != move { found.append(move) }
        }
        return found
    }

    @Test(
        "others push: nothing lands, gt says why, services are killed, resumed it lands on top; a further push holds",
        .timeLimit(.minutes(3)))
    func holds() async throws {
        try await ProcessTown.with { town in
            let rig = try #require(Self.web)
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            try await Self.settle(town, rig)
            let first = try await town.makeBead("web", "First", "echo first > first")
            try await town.gt("sling", first)
            try await town.waitUntilClosed([first])
            let landed = try await town.git(remote, "rev-parse", "main").trimmed

            let theirs = try await Self.push(town, remote, "one")
            let second = try await town.makeBead("web", "Second", "echo second > second")
            try await town.gt("sling", second)
            let held = try await town.follow(within: .seconds(90)) { !Self.holds($0).isEmpty }
            let move = try #require(Self.holds(held).first)
            #expect(move.from.text == landed && move.to.text == theirs && !move.rewritten)
            for words in [["why", second], ["mq", "why", second]] {
                let said = try await town.run(words).outputText
                #expect(said.contains("the merge queue of web is held by web/refinery since "), "\(words): \(said)")
                #expect(said.contains(move.sentence) && said.contains("gt mq resume web"), "\(words): \(said)")
            }
            for words in [["mq", "list", "web"], ["mq", "status", "web"], ["mq", "next"]] {
                let said = try await town.run(words).outputText
                #expect(said.contains("held by web/refinery") && said.contains(move.sentence), "\(words): \(said)")
            }
            #expect(try await town.gt("mail", "inbox").contains("the merge queue of web is held"))

            // Neither the Refinery nor the store knows it from memory alone.
            let services = [TownService.role(.refinery(rig)), .beadsStore]
            let before = services.map(town.process)
            try await Self.kill(town, services)
            try await town.follow(within: .seconds(60)) { log in
                let process = town.process(of: .role(.refinery(rig)))
                return process != before[0] && process.map { log.hasRegistered(.refinery(rig), $0) } == true
            }
            #expect(try await town.git(remote, "rev-parse", "main").trimmed == theirs)
            #expect(try await town.gt("mq", "status", "web").contains("held by web/refinery"))

            // Resumed while the Refinery is dead, and somebody pushes once more: that was not accepted.
            let further = try await Self.push(town, remote, "two")
            try await Self.kill(town, [.role(.refinery(rig))])
            try await town.gt("mq", "resume", "web")
            let again = try await town.follow(within: .seconds(60)) { Self.holds($0).count == 2 }
            #expect(Self.holds(again).last?.from.text == landed && Self.holds(again).last?.to.text == further)
            #expect(again.of(.requestLanded).count == 1 && !again.isClosed(second))
            #expect(try await town.git(remote, "rev-parse", "main").trimmed == further)

            try await town.gt("mq", "resume", "web")
            try await Self.kill(town, [.role(.refinery(rig))])
            try await town.waitUntilClosed([second])
            #expect(try await town.git(remote, "rev-parse", "main^1").trimmed == further)
            #expect(try await town.git(remote, "show", "main:second") == "second\n")
            let log = try await town.follow { $0.isClosed(second) }
            #expect(log.of(.requestLanded).count == 2 && Self.holds(log).count == 2)
            #expect(log.faults.isEmpty)
            #expect(try await !town.gt("mq", "list", "web").contains("held"))
        }
    }
}
