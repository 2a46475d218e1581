import Host
import Testing
import TownModel
import Wire

/// What a gate writes is seen while it runs, by two programs that follow it.
@Suite(.serialized) struct GateOutputTests {
    /// Runs a command of `gt`, its lines into a file; gives a sign for the first line, and for the first with a word in it.
    /// Ends with the command, or at a line with another word.
    private static func follow(
        _ command: String, into path: String, first: Latch? = nil, sign: Latch, at word: String,
        until last: String = "nothing", in town: ProcessTown
    ) async throws -> CommandResult {
        let script = """
            \(command) 2> \(path).report | while read -r line; do
                printf '%s\\n' "$line" >> \(path)
                if test ! -e \(path).first; then : > \(path).first; \(first?.give ?? ":"); fi
                case "$line" in
                *"\(word)"*) if test ! -e \(path).sign; then : > \(path).sign; \(sign.give); fi ;;
                *"\(last)"*) exit 0 ;;
                esac
            done
            """
        return try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", script], environment: town.environment, directory: town.home,
                limit: .seconds(120)))
    }

    @Test("a running gate's lines come through gt mq log --follow and gt feed --gates", .timeLimit(.minutes(3)))
    func followed() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let go = try Latch("\(town.home)/go")
            let (stands, fed, logged) = (
                try Latch("\(town.home)/stands"), try Latch("\(town.home)/fed"), try Latch("\(town.home)/logged")
            )
            // The head of a log has the gate's command: the words that are waited for are not in it.
            let script = "printf 'beg\\033[31mun\\n'; \(go.wait); echo finished\n"
            try Files.writeAtomically(script, to: "\(town.home)/watch.sh")
            try await town.setGates(
                try #require(RigName("web")), [("watch", "test ! -e hello || sh \(town.home)/watch.sh")])
            let (feedPath, logPath) = ("\(town.home)/feed.lines", "\(town.home)/log.lines")
            let (signalPath, told) = ("\(town.home)/signals.lines", try Latch("\(town.home)/told"))
            async let feeding = Self.follow(
                "gt feed --gates --rig web --since 0", into: feedPath, first: stands, sign: fed, at: "beg",
                until: "finished", in: town)
            async let telling = Self.follow(
                "gt feed --gates --rig web --json --since 0", into: signalPath, first: told, sign: told,
                at: "never said", until: "finished", in: town)
            // What they show of the past comes after they listen.
            try #require(await stands.isGiven())
            try #require(await told.isGiven())
            let bead = try await town.makeBead("web", "Hello", "touch hello")
            try await town.sling([bead])
            try await town.follow { log in
                log.of(.requestTesting).contains { $0.data.request?.bead.text == bead }
            }
            async let logging = Self.follow(
                "gt mq log \(bead) --follow", into: logPath, sign: logged, at: "beg", in: town)
            let isFed = await fed.isGiven()
            let isLogged = await logged.isGiven()
            let report = try Files.readText("\(logPath).report")
            try #require(isFed && isLogged, "\(report)")
            #expect(!(try Files.readText(logPath)).contains("finished"))
            go.release()
            #expect(try await logging.ending.isSuccess)
            #expect(try await feeding.ending.isSuccess)
            #expect(
                try Files.readText(logPath).split(separator: "\n").dropFirst()
                    == ["watch  beg␛[31mun", "watch  finished"])
            #expect(try Files.readText("\(logPath).report").contains("the gates are green"))
            #expect(try await telling.ending.isSuccess)
            let signal = try #require(try Files.readText(signalPath).split(separator: "\n").last)
            let output = try JSONText.decode(GateOutput.self, from: Array(signal.utf8))
            #expect(output.gate == "watch" && output.tail.hasSuffix("beg\\u{1b}[31mun\nfinished"))
            let lines = try Files.readText(feedPath).split(separator: "\n").filter { $0.contains("gate watch") }
            #expect(
                lines.map { $0.dropFirst(10) }.suffix(2) == [
                    "web  gate watch  beg\\u{1b}[31mun", "web  gate watch  finished",
                ])
            try await town.waitUntilClosed([bead])
            #expect(try await town.gt("mq", "log", "web", "--gate", "watch", "-n", "1") == "finished\n")
        }
    }
}
