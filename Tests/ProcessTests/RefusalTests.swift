import Glibc
import Host
import Testing
import TownModel
import Wire

/// What can't be done is refused with the right exit code and a text that helps: what, why, what next.
@Suite(.serialized) struct RefusalTests {
    /// A command, the exit status it must end with, and words that its text must have.
    typealias Case = (words: [String], status: Int32, says: [String])

    @Test("unknown names, and work that can't be slung, are refused with a helping text", .timeLimit(.minutes(3)))
    func refusals() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let web = try #require(RigName("web"))
            let gate = try Latch("\(town.home)/gate")
            let latch = try Latch("\(town.home)/latch")
            let here = try Latch("\(town.home)/here")
            // A gate that waits keeps what is handed in queued.
            try await town.setGates(web, [("waits", "test ! -e queued || \(gate.wait)")])
            let open = try await town.makeBead("web", "Open", "true")
            let closed = try await town.makeBead("web", "Closed", "true")
            try await town.gt("close", closed, "-r", "enough")
            let deferred = try JSONText.decode(
                Bead.self,
                from: Array(
                    try await town.gt(
                        "bead", "create", "Later", "--json", "--rig", "web", "--defer-until", "2099-01-01T00:00:00Z"
                    ).utf8)
            ).id.text
            let held = try await town.makeBead("web", "Held", "\(here.give); \(latch.wait)")
            let queued = try await town.makeBead("web", "Queued", "touch queued")
            try await town.sling([held, queued])
            try #require(await here.isGiven())
            try await town.follow { log in
                log.of(.requestTesting).contains { $0.data.request?.bead.text == queued }
            }
            let before = try await town.gt("convoy", "list", "--all", "--json")
            for (words, status, says) in [
                (["sling", "we-nothing"], 1, ["we-nothing"]),
                (["sling", open, "nowhere"], 1, ["nowhere"]),
                (["sling", open, "web/polecats/nobody"], 65, ["polecats", "gt sling \(open) web"]),
                (["sling", open, "--agent", "nobody"], 1, ["nobody", "script"]),
                (["sling", open, "--agent", "amp"], 1, ["amp", "not known"]),
                (["agent", "set", "amp", "--rig", "web"], 1, ["amp", "not known"]),
                (["agent", "set", "nobody"], 1, ["nobody"]),
                (["sling", closed], 1, [closed, "closed"]),
                (["sling", deferred], 1, [deferred, "deferred"]),
                (["sling", queued], 1, [queued, "queue"]),
                (["bead", "create", "x", "--rig", "nowhere"], 1, ["nowhere"]),
                (["mail", "send", "web/nobody", "-s", "x", "-m", "x"], 1, ["nobody"]),
                (["rig", "park", "nowhere"], 1, ["nowhere"]),
                (["mq", "why", "we-mr-nothing"], 1, ["we-mr-nothing"]),
                (["convoy", "status", "hq-cv-nothing"], 1, ["hq-cv-nothing"]),
                (["hook", "web/nobody"], 1, ["nobody"]),
                (["up", "nowhere"], 1, ["nowhere", "web/witness"]),
                (["health", "no/such/service"], 64, ["no/such/service"]),
                (["sling"], 64, ["words"]),
                (["sling", open, "--frobnicate"], 64, ["--frobnicate"]),
                (["status", "--wait", "minus"], 64, ["minus"]),
            ] as [Case] {
                try await town.expectRefused(words, status, says)
            }
            #expect(try await town.gt("convoy", "list", "--all", "--json") == before)
            #expect(town.process(of: .role(.witness(try #require(RigName("nowhere"))))) == nil)
            let again = try await town.run(["sling", held])
            #expect(again.ending == .exited(0) && again.outputText.contains("hook"), "\(again.outputText)")

            try await town.gt("rig", "park", "web")
            try await town.expectRefused(["sling", open], 1, ["parked", "gt rig unpark web"])
            try await town.gt("rig", "unpark", "web")
            try await town.gt("sling", open)
            gate.release()
            latch.release()
            try await town.waitUntilClosed([open, held, queued])
        }
    }
}

extension ProcessTown {
    /// On stderr: what and why in the first line, `next:` in the last. Nothing on stdout that looks like an answer.
    func expectRefused(
        _ words: [String], _ status: Int32, _ says: [String], environment: [String: String] = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await run(words, environment: environment)
        let name = "gt \(words.joined(separator: " "))"
        #expect(result.ending == .exited(status), "\(name): \(result.errorTail)", sourceLocation: location)
        for word in says {
            #expect(result.errorTail.contains(word), "\(name): \(result.errorTail)", sourceLocation: location)
        }
        // A mistake in the words is answered with the usage instead.
        let help = status == 64 ? "Usage: " : "next: "
        #expect(result.errorTail.contains(help), "\(name): \(result.errorTail)", sourceLocation: location)
        #expect(result.output.isEmpty, "\(name): \(result.outputText)", sourceLocation: location)
    }
}
